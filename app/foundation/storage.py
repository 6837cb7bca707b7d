"""Folders that are ours alone: recordings, and the open cases for the day of no database."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class _Places:
    recordings: Path | None = None
    open_cases: Path | None = None
    key: str = ""


_places = _Places()


def configure(recordings: Path, open_cases: Path, key: str) -> None:
    """Name the folders of this process; each is made on its first use, for nobody else's eyes."""
    _places.recordings, _places.open_cases, _places.key = recordings, open_cases, key


def recordings() -> Path:
    """Where recordings lie.

    Raises:
        RuntimeError: this process was not told.
    """
    if _places.recordings is None:
        raise RuntimeError("this process was not told where recordings lie")
    _places.recordings.mkdir(parents=True, exist_ok=True, mode=0o700)
    return _places.recordings


def open_cases() -> tuple[Path, str]:
    """Where the list of open cases lies, and the pass phrase it is encrypted with.

    Raises:
        RuntimeError: this process was not told.
    """
    if _places.open_cases is None:
        raise RuntimeError("this process was not told where the list of open cases lies")
    _places.open_cases.mkdir(parents=True, exist_ok=True, mode=0o700)
    return _places.open_cases, _places.key
