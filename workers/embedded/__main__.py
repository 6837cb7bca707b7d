"""Keeps the two servers of a folder until its standard input ends.

Usage: python -m workers.embedded FOLDER [delete]
"""

import sys
from pathlib import Path

from workers.embedded.servers import keep

if __name__ == "__main__":
    keep(Path(sys.argv[1]), throw_away="delete" in sys.argv[2:])
