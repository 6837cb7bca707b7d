"""Opens the encrypted list of open cases: for the day the database is away.

Usage: python -m workers.paper FILE   (asks for the pass phrase; needs no database and no settings)
"""

import getpass
import sys
from pathlib import Path

from app.cases import off_system
from app.foundation.problems import Invalid


def main(arguments: list[str]) -> int:
    """Ask for the pass phrase and write the list to standard output.

    Returns:
        0, or 1 with a sentence on standard error where there is nothing to open.
    """
    if len(arguments) != 1:
        sys.stderr.write("Name the one file to open, for example ZZISL.frontdoor\n")
        return 1
    try:
        content = Path(arguments[0]).read_bytes()
    except OSError as wrong:
        sys.stderr.write(f"{arguments[0]} cannot be read: {wrong.strerror}\n")
        return 1
    try:
        text = off_system.opened(content, getpass.getpass("Pass phrase: "))
    except Invalid as wrong:
        sys.stderr.write(f"{wrong.sentence}\n")
        return 1
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
