"""Words: no abbreviation, on a screen or on paper, that the glossary does not explain."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.source import ROOT, Module, module, modules

GLOSSARY = ROOT / "docs/glossary.md"
ABBREVIATION = re.compile(r"(?<![\w./<-])[A-Z][A-Za-z]?[A-Z0-9]{1,5}s?(?!\w|[./-]\w)")
CODE = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)", re.DOTALL)
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
SQL = re.compile(r"\b(?:SELECT|INSERT|UPDATE|DELETE|CREATE|NULL|IN|BETWEEN|NOTIFY|RAISE|OLD|NEW)\b")

# Keys of a keyboard, a variable that the Makefile names, and what everybody knows.
PLAIN = re.compile(r"F\d{1,2}|PORT|OK|UK|A4")


def unexplained(text: str, known: set[str]) -> set[str]:
    """Abbreviations of a text that the glossary does not hold."""
    found = {word.rstrip("s") for word in ABBREVIATION.findall(text)}
    return {word for word in found if word not in known and not PLAIN.fullmatch(word)}


def explained(glossary: str) -> set[str]:
    """Every abbreviation in the first column of the glossary; `P0 to P4` gives those between."""
    terms = re.findall(r"^\| ([^|]+) \|", glossary, re.MULTILINE)
    known = {word for term in terms for word in ABBREVIATION.findall(term)}
    return known | {f"P{band}" for band in range(5)}


def sentences(of: Module) -> Iterator[str]:
    """Texts of a module that a person may read: no docstring, no SQL, no single word."""
    docstrings = {id(node.value) for node in ast.walk(of.tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(of.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            spoken = " " in node.value.strip() and re.search(r"[a-z]{2} ", node.value)
            if spoken and id(node) not in docstrings and not SQL.search(node.value):
                yield node.value


def test_the_paper_explains_itself() -> None:
    known = explained(GLOSSARY.read_text(encoding="utf-8"))
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    broken = {
        str(page.relative_to(ROOT)): words
        for page in pages
        if (words := unexplained(CODE.sub(" ", page.read_text(encoding="utf-8")), known))
    }
    assert not broken


def test_the_screens_explain_themselves() -> None:
    known = explained(GLOSSARY.read_text(encoding="utf-8"))
    broken = {
        str(page.relative_to(ROOT)): words
        for page in sorted((ROOT / "app").rglob("*.html"))
        if (words := unexplained(_text_of(page.read_text(encoding="utf-8")), known))
    }
    assert not broken


def test_what_the_product_says_explains_itself() -> None:
    known = explained(GLOSSARY.read_text(encoding="utf-8"))
    broken = {
        each.path: words
        for each in modules("app")
        if (words := {word for said in sentences(each) for word in unexplained(said, known)})
    }
    assert not broken


@pytest.mark.parametrize("text", ["Ask the QXZ.", "P7 is late", "Two QXZs wait", "(QXZ2)"])
def test_an_unexplained_abbreviation_is_noticed(text: str) -> None:
    assert unexplained(text, explained(GLOSSARY.read_text(encoding="utf-8")))


@pytest.mark.parametrize("text", ["Press F2.", "NEWS2 is 4", "P0 waits", "Two GPs", "make QXZ.txt"])
def test_what_is_explained_passes(text: str) -> None:
    assert not unexplained(text, explained(GLOSSARY.read_text(encoding="utf-8")))


def test_only_what_a_person_reads_is_read() -> None:
    code = '"""About QXZ."""\nquery = "SELECT a FROM QXZ of us"\nsaid = "Ask the QXZ."\n'
    assert list(sentences(module("app.cases.web", code))) == ["Ask the QXZ."]
    assert "QXZ" not in _text_of("{% if QXZ %}<svg d='M QXZ'>{{ QXZ }}</svg>{% endif %}")


def _text_of(template: str) -> str:
    return TAG.sub(" ", JINJA.sub(" ", template))
