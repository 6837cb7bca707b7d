"""The browser of the journeys: the system's Chromium, else one that is fetched, else a refusal.

Usage: python -m tests.browser   (finds or installs one, and says which)
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

ARGUMENTS = [
    "--no-sandbox",  # the tests may run as root in a container
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""What it is started with: nothing that reaches beyond this machine."""

NONE = (
    "No browser for the journeys: there is no Chromium here, and neither apt-get nor Playwright"
    " could fetch one. Install Chromium, or say JOURNEYS=off to leave the journeys out."
)


def executable() -> Path | None:
    """Where a browser is that can be started now."""
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    if MAC.exists():
        return MAC
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None


def fetch() -> None:
    """Try to install one: from the system's packages where we may, else Playwright's own."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
        subprocess.run([*quiet, "update"], check=False)
        subprocess.run([*quiet, "install", "--no-install-recommends", "chromium"], check=False)
    if executable() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Have a browser ready.

    Returns:
        0 when there is one; 1, with a sentence, when there is none.
    """
    if executable() is None:
        print("Fetching a browser for the journeys", flush=True)
        fetch()
    found = executable()
    print(f"Journeys run in {found}" if found else NONE, file=sys.stdout if found else sys.stderr)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
