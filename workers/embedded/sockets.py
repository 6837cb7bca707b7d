"""Where a server's Unix socket can be: a path longer than the system takes is refused."""

import hashlib
import os
import tempfile
from pathlib import Path

LONGEST = 100  # bytes; Linux takes 107, macOS 103


def socket_folder(folder: Path, socket: str) -> Path:
    """The server's own folder, or a short one in its stead if the socket's path is too long."""
    if len(os.fsencode(folder / socket)) <= LONGEST:
        return folder
    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"frontdoor-{name}"


def make_ours(folder: Path, *others: int) -> None:
    """Make a folder that nobody else may enter.

    Args:
        folder: which.
        others: users besides ourselves to whom it may belong already.

    Raises:
        RuntimeError: somebody else made it first; in the shared temporary folder anybody could.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), *others}:
        raise RuntimeError(f"{folder} is not ours")
