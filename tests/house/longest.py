"""Prints the ten longest files and functions: a look, not a limit.

Usage: python -m tests.house.longest
"""

import ast

from tests.house.source import ROOT, Module, kept_files, module

TEN = 10


def functions(of: Module) -> list[tuple[int, str]]:
    """Length and place of every function of a module."""
    return [
        ((node.end_lineno or node.lineno) - node.lineno + 1, f"{of.path}:{node.lineno} {node.name}")
        for node in ast.walk(of.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def main() -> None:
    """Print both lists."""
    files: list[tuple[int, str]] = []
    found: list[tuple[int, str]] = []
    for path in kept_files():
        name = str(path.relative_to(ROOT))
        if path.suffix not in {".py", ".js", ".css", ".html"}:
            continue
        text = path.read_text(encoding="utf-8")
        files.append((text.count("\n"), name))
        if path.suffix == ".py":
            found += functions(module(name.removesuffix(".py").replace("/", "."), text, name))
    for title, lengths in (("files", files), ("functions", found)):
        print(f"The ten longest {title}")
        for lines, name in sorted(lengths, reverse=True)[:TEN]:
            print(f"{lines:6}  {name}")


if __name__ == "__main__":
    main()
