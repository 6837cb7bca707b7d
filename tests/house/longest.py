"""The ten longest files and the ten longest functions: a look, not a limit.

Usage: python -m tests.house.longest   (at the end of `make check`)
"""

import ast

from tests.house.source import ROOT, Module, modules

HOW_MANY = 10


def files(code: list[Module]) -> list[tuple[int, str]]:
    """Lines and path of each file, longest first."""
    paths = ((ROOT / each.path) for each in code)
    lengths = [
        (len(path.read_text(encoding="utf-8").splitlines()), str(path.relative_to(ROOT)))
        for path in paths
    ]
    return sorted(lengths, reverse=True)


def functions(code: list[Module]) -> list[tuple[int, str]]:
    """Lines and place of each function, longest first."""
    lengths = [
        (
            (node.end_lineno or node.lineno) - node.lineno + 1,
            f"{each.path}:{node.lineno} {node.name}",
        )
        for each in code
        for node in ast.walk(each.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return sorted(lengths, reverse=True)


def main() -> None:
    """Print both lists."""
    code = modules()
    for title, found in (("files", files(code)), ("functions", functions(code))):
        print(f"The longest {title}:")
        for lines, where in found[:HOW_MANY]:
            print(f"{lines:6}  {where}")


if __name__ == "__main__":
    main()
