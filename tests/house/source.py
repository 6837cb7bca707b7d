"""The house as text: its modules as syntax trees, and the names each of them imports."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ("app", "workers", "config")


@dataclass(frozen=True)
class Module:
    """One Python file.

    Attributes:
        name: as imported, `app.cases.actions`.
        path: from the top of the repository, for the message.
    """

    name: str
    path: str
    tree: ast.Module

    @property
    def room(self) -> str | None:
        """The package under `app` that it belongs to: `cases` of `app.cases.actions.queueing`."""
        parts = self.name.split(".")
        return parts[1] if parts[0] == "app" and len(parts) > 1 else None

    @property
    def drawer(self) -> str | None:
        """The drawer within its room: `actions` of `app.cases.actions.queueing`."""
        parts = self.name.split(".")
        return parts[2] if parts[0] == "app" and len(parts) > 2 else None


def module(name: str, text: str, path: str | None = None) -> Module:
    """A module from its text; a guard's own test plants a violation this way."""
    return Module(name, path or name.replace(".", "/") + ".py", ast.parse(text))


def modules(*roots: str) -> list[Module]:
    """Every module under the given top-level packages; all of the product's code by default."""
    found = []
    for path in sorted(p for root in roots or CODE for p in (ROOT / root).rglob("*.py")):
        relative = path.relative_to(ROOT)
        parts = relative.with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found.append(module(name, path.read_text(encoding="utf-8"), str(relative)))
    return found


def rooms() -> list[str]:
    """Packages that stand directly under `app` and hold any code."""
    return sorted(p.name for p in (ROOT / "app").iterdir() if any(p.glob("*.py")))


def imports(of: Module) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything that a module imports.

    `from app.cases import actions` and `import app.cases.actions` give the same name, and what is
    taken *out of* a module is named with it: `app.cases.actions.take`.
    """
    here = of.name.split(".")
    package = here if of.path.endswith("__init__.py") else here[:-1]
    for node in ast.walk(of.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            prefix = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                yield node.lineno, f"{prefix}.{alias.name}"


def kept_files() -> list[Path]:
    """Every file that is, or is about to be, part of the repository: nothing that git ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]
