"""The list of open cases can be opened by somebody who has only the file and the pass phrase."""

from pathlib import Path

import pytest

from app.cases import off_system
from workers import paper

LIST = "Island hub: open cases\nCase,Priority\nZZISL-12,P1\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ZZISL.frontdoor"
    path.write_bytes(off_system.sealed(LIST, "seven green kettles"))
    return path


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    # the keyboard, which a test has not: the one thing that is played
    monkeypatch.setattr("getpass.getpass", lambda _prompt: request.param)


@pytest.mark.parametrize("says", ["seven green kettles"], indirect=True)
def test_the_pass_phrase_opens_the_list(
    file: Path, says: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert paper.main([str(file)]) == 0
    assert capsys.readouterr().out == LIST


@pytest.mark.parametrize("says", ["seven blue kettles", ""], indirect=True)
def test_another_pass_phrase_opens_nothing_and_says_so(
    file: Path, says: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert paper.main([str(file)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "does not open this list" in told.err


def test_the_file_shows_nothing_by_itself(file: Path) -> None:
    assert b"ZZISL-12" not in file.read_bytes()


@pytest.mark.parametrize("arguments", [[], ["one", "two"], ["nowhere.frontdoor"]])
def test_without_a_file_it_says_what_to_do(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert paper.main(arguments) == 1
    assert capsys.readouterr().err
