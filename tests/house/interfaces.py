"""What the code offers to the outside, as `docs/interfaces.md` must list it.

Usage: python -m tests.house.interfaces   (writes the tables of the page anew)
"""

import ast
import inspect
import re
from collections.abc import Iterator

from flask import Flask

from app.factory import create_app
from app.web.doors import Door, Guarded, door_of
from config.settings import SIMULATED_ACCOUNT, Settings
from tests.house.source import ROOT, Module, modules

PAGE = ROOT / "docs/interfaces.md"
ROW = re.compile(r"^\| `([^`]+)` \| (.*) \|$", re.MULTILINE)

WORDED = {"Environment variables", "Socket messages"}  # the page's words; elsewhere the code's own
LIBRARYS_OWN = {"connect", "disconnect"}  # messages that Socket.IO itself defines

Rows = dict[str, str]


def addresses(app: Flask, *, webhooks: bool) -> Rows:
    """Every address with its methods, in the words of its view; only webhooks, or all but them."""
    rows = {}
    for rule in app.url_map.iter_rules():
        door = door_of(app.view_functions[rule.endpoint])
        signed = door is not None and door.by is Guarded.TWILIO
        if signed is webhooks:
            methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
            view = inspect.unwrap(app.view_functions[rule.endpoint])
            said = _first_line(inspect.getdoc(view))
            rows[f"{' '.join(methods)} {rule.rule}"] = f"{said} {_guard(door)}".strip()
    return rows


def variables(settings: Module, makefile: str) -> Rows:
    """Every environment variable that settings and Makefile read, and what happens without it."""
    rows = {
        name: f"`{value}`"
        for name, value in re.findall(r"^(\w+) \?= (.*)$", makefile, re.MULTILINE)
    }
    for node in ast.walk(settings.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
            if node.func.attr == "need" and len(texts) == 1:
                rows[str(texts[0])] = "needed"
            elif node.func.attr in {"get", "whole"} and len(texts) == 2:
                rows[str(texts[0])] = f"`{texts[1]}`" if texts[1] != "" else "may be left out"
    return rows


def messages(code: list[Module]) -> Rows:
    """Every message of the socket, up and down, by its name."""
    rows = {}
    for each in code:
        for name, way in _messages_of(each):
            rows[f"{way} {name}"] = f"`{each.path}`"
    return rows


def commands(makefile: str, code: list[Module]) -> Rows:
    """Targets of the Makefile that people type, and modules that run by themselves."""
    rows = {}
    for target, words in re.findall(
        r"^([a-z][\w-]*):[^=\n]*?(?:##\s*(.*))?$", makefile, re.MULTILINE
    ):
        rows[f"make {target}"] = words
    for each in code:
        if _runs_alone(each):
            rows[f"python -m {each.name.removesuffix('.__main__')}"] = _first_line(
                ast.get_docstring(each.tree)
            )
    return rows


def sections(app: Flask) -> dict[str, Rows]:
    """All that the page must list: heading → name → words of the code."""
    code = modules()
    named = {each.name: each for each in code}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return {
        "Environment variables": variables(named["config.settings"], makefile),
        "Addresses": addresses(app, webhooks=False),
        "Webhooks": addresses(app, webhooks=True),
        "Socket messages": messages(code),
        "Commands": commands(makefile, code),
    }


def listed(page: str, heading: str) -> Rows:
    """Rows of one section of the page: name → the rest of the row."""
    return dict(ROW.findall(_section(page, heading)))


def rewritten(page: str, wanted: dict[str, Rows]) -> str:
    """The page with a row for everything the code offers, and none for what it does not."""
    for heading, rows in wanted.items():
        section = _section(page, heading)
        kept = listed(page, heading)
        said = {
            name: (kept.get(name) if heading in WORDED else None) or words
            for name, words in rows.items()
        }
        lines = [f"| `{name}` | {words} |" for name, words in sorted(said.items())]
        head, rule, _ = section.partition("| --- | --- |\n")
        page = page.replace(section, head + rule + "\n".join(lines) + "\n\n")
    return page


def _section(page: str, heading: str) -> str:
    start = page.index(f"## {heading}\n")
    end = page.find("\n## ", start)
    return page[start : end + 1 if end >= 0 else len(page)]


def _first_line(text: str | None) -> str:
    return (text or "").partition("\n")[0]


def _messages_of(each: Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(each.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            name = node.args[0]
            way = {"emit": "down", "_emit": "down", "on": "up", "on_event": "up"}.get(
                node.func.attr
            )
            named = isinstance(name, ast.Constant) and name.value not in LIBRARYS_OWN
            if way and named and isinstance(name.value, str):
                yield name.value, way


def _guard(door: Door | None) -> str:
    if door is None:
        return ""
    if door.by is Guarded.TWILIO:
        return f"Signed: `{door.detail}`."
    if door.by is Guarded.PERMISSION:
        return f"Needs `{door.detail}`."
    return "For anybody." if door.by is Guarded.PUBLIC else "For everybody signed in."


def _runs_alone(each: Module) -> bool:
    return any(
        isinstance(node, ast.If) and "__name__" in ast.unparse(node.test) for node in each.tree.body
    )


def bare_app() -> Flask:
    """The app with settings that reach nothing; good only for asking what it offers."""
    named = {each.name: each for each in modules("config")}
    read = variables(named["config.settings"], makefile="")
    anything = {name: "nowhere" for name, otherwise in read.items() if otherwise == "needed"}
    simulator = {
        "DATABASE_URL": "postgresql://nowhere/nothing",
        "REDIS_URL": "redis://nowhere/0",
        "PUBLIC_URL": "https://frontdoor.example.test",
        "LIVE_URL": "https://live.frontdoor.example.test",
        "TWILIO_ACCOUNT_SID": SIMULATED_ACCOUNT,
        "TWILIO_SIMULATOR_URL": "http://127.0.0.1:9",
    }
    return create_app(Settings.from_env(anything | simulator))


def main() -> None:
    """Rewrite the page's tables."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(rewritten(text, sections(bare_app())), encoding="utf-8")


if __name__ == "__main__":
    main()
