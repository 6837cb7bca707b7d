"""Every template, drawn from the builders' views and parsed as strictly as a parser can."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict

from app.cases import forms
from app.console.views import (
    CallPanel,
    CareHomesView,
    FieldErrors,
    FindView,
    Found,
    HandOverView,
    HomeLine,
    KeyLine,
    MineView,
    PartyLine,
    PhonePage,
    PlanPanel,
)
from tests.builders import views

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("web", "console")
SECRETS = ("Hargreaves", "999 526", "Weir Lane", "Larch", "01632 960118")


def environment() -> Environment:
    """The app's templates without an app: what the relay has, and no more."""
    made = Environment(
        loader=FileSystemLoader([ROOT / "app" / room / "templates" for room in ROOMS]),
        autoescape=True,
        undefined=StrictUndefined,
    )
    made.globals.update(
        asset=lambda path: f"/assets/test/{path}",
        csrf_token=lambda: "token",
        get_flashed_messages=list,
    )
    return made


ENVIRONMENT = environment()


def draw(name: str, **given: object) -> str:
    return ENVIRONMENT.get_template(name).render(**given)


def case_page(**more: object) -> str:
    shell = views.a_shell("My cases", phone=views.on_a_call(), case_id=views.case_id(2431))
    return draw(
        "console/case.html", shell=shell, case=views.a_case(**more), forms=views.case_forms()
    )


def in_plan() -> str:
    """A case whose main step is chosen: the list is one line, and its needs are asked for."""
    picks = views.a_case().plan.picks
    plan = PlanPanel(picks, chosen="UCR2", change_url="/x", choose_url="/x", confirm="Agree it")
    drawn = views.case_forms(plan=forms.plan_form(MultiDict({"disposition": "UCR2"}))[1])
    return draw(
        "console/case.html", shell=views.a_shell(), case=views.a_case(plan=plan), forms=drawn
    )


def on_the_line() -> str:
    party = PartyLine("Dr Lisle", "ringing", (views.a_shell().phone.actions[0],))
    return case_page(call=CallPanel("/c", "key", (party,), (("polish", "Polish"),)))


def streaming_page(refused: bool = False) -> str:
    form = forms.StreamingForm(data={"version": 1, "finish": refused})
    if refused:
        form.finish.data = True
        form.validate()
    errors = FieldErrors("Four things to ask", tuple(form.links)) if refused else None
    view = views.a_streaming_page(errors=errors)
    return draw("console/streaming.html", shell=views.a_shell(), streaming=view, form=form)


def hand_over_page() -> str:
    view = HandOverView(
        views.case_id(2431), "NV-2431", views.a_banner(), ((views.ME, "Ready, 2 open"),)
    )
    return draw(
        "console/hand_over.html", shell=views.a_shell(), hand_over=view, form=forms.HandOverForm()
    )


def find_page() -> str:
    found = Found(views.case_id(1), "NV-1", "R S", "12 Hidden Row", "closed", "Rang 9:00", 3, True)
    return draw("console/find.html", shell=views.a_shell(), find=FindView("r s", (found,)))


PAGES: dict[str, Callable[[], str]] = {
    "board": lambda: draw("console/board.html", shell=views.a_shell(), board=views.a_board()),
    "quiet board": lambda: draw(
        "console/board.html", shell=views.a_shell(), board=views.a_board(rows=())
    ),
    "training": lambda: draw(
        "console/mine.html", shell=views.a_shell(training=True), mine=MineView(())
    ),
    "alarmed board": lambda: draw(
        "console/board.html",
        shell=views.a_shell(alerts=(views.an_alert("life"), views.an_alert())),
        board=views.a_board(),
    ),
    "case": case_page,
    "case with 999": lambda: case_page(emergency=views.an_emergency()),
    "case on the line": on_the_line,
    "case in plan": in_plan,
    "case of another": lambda: case_page(can_write=False, patient=views.a_banner(restricted=True)),
    "streaming": streaming_page,
    "streaming refused": lambda: streaming_page(refused=True),
    "hand over": hand_over_page,
    "mine": lambda: draw(
        "console/mine.html", shell=views.a_shell(), mine=MineView(views.a_board().mine)
    ),
    "find": find_page,
    "keys": lambda: draw(
        "console/keys.html", shell=views.a_shell(), lines=(KeyLine("F2", "take the next call"),)
    ),
    "supervisor": lambda: draw(
        "console/supervisor.html", shell=views.a_shell(), supervisor=views.a_supervisor_page()
    ),
    "care homes": lambda: draw(
        "console/care_homes.html",
        shell=views.a_shell(),
        care_homes=CareHomesView(
            "10 Nov 14:07",
            "20 min",
            (HomeLine("Larch House", 3, 2, 4, "3 of 4", "Advice given 2, Still open 2"),),
            "3 of 4",
        ),
    ),
    "wall": lambda: draw("console/wall.html", shell=views.a_shell(), wall=views.a_wall()),
    "phone": lambda: draw(
        "console/phone.html", phone=PhonePage("simulated", "/telephony/token", "coord_1", "/sim")
    ),
}
EVERY_PAGE = pytest.mark.parametrize("name", PAGES)


class Elements(HTMLParser):
    """Every start tag with its attributes, and the text inside scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attrs for name, attrs in self.found if name == tag)


@EVERY_PAGE
def test_a_page_parses_strictly(name: str) -> None:
    html5lib.HTMLParser(strict=True).parse(PAGES[name]())


@EVERY_PAGE
def test_a_page_holds_no_script_and_no_style_of_its_own(name: str) -> None:
    page = Elements(PAGES[name]())
    assert not list(page.all("style"))
    assert all(script.get("src") for script in page.all("script"))
    loose = [key for _, attrs in page.found for key in attrs if key == "style" or key[:2] == "on"]
    assert loose == []


@EVERY_PAGE
def test_an_id_is_used_once_and_what_points_at_one_finds_it(name: str) -> None:
    elements = Elements(PAGES[name]()).found
    ids = [attrs["id"] for _, attrs in elements if attrs.get("id")]
    assert sorted(ids) == sorted(set(ids))
    pointing = ("for", "aria-describedby", "aria-labelledby", "form")
    wanted = {
        (key, one)
        for tag, attrs in elements
        for key in pointing
        for one in (attrs.get(key) or "").split()
        if tag != "form"
    }
    assert {(key, one) for key, one in wanted if one not in ids} == set()


@EVERY_PAGE
def test_every_command_is_a_post_that_carries_the_token(name: str) -> None:
    text = PAGES[name]()
    for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL):
        if 'method="post"' in form:
            assert 'name="csrf_token" value="token"' in form
    elements = Elements(text)
    outside = [b for b in elements.all("button") if b.get("formaction") and b.get("form") != "act"]
    assert outside == []


@EVERY_PAGE
def test_the_title_bar_names_no_patient(name: str) -> None:
    title = re.search(r"<title>(.*?)</title>", PAGES[name]())
    assert title
    assert "HARGREAVES" not in title[1]


def test_a_row_is_drawn_without_anybody_looking() -> None:
    bare = Environment(
        loader=FileSystemLoader([ROOT / "app" / room / "templates" for room in ROOMS]),
        autoescape=True,
        undefined=StrictUndefined,
    )
    text = bare.get_template("console/_row.html").render(row=views.a_row())
    assert "token" not in text
    (row,) = Elements(text).all("tr")
    assert row["data-group"] == "waiting"
    assert row["data-owner"] == ""
    assert [b["formaction"] for b in Elements(text).all("button")] == [
        f"/cases/{views.case_id(2431)}/take"
    ]


def test_a_row_alone_is_the_row_of_the_page() -> None:
    alone = draw("console/_row.html", row=views.a_row())
    page = draw(
        "console/board.html", shell=views.a_shell(), board=views.a_board(rows=(views.a_row(),))
    )
    assert alone in page


@pytest.mark.parametrize("text", ['<script>alert("x")</script>', '"><img src=x onerror=x>'])
def test_what_a_caller_says_is_only_ever_words(text: str) -> None:
    row = views.a_row(patient=text, where=text, need=text, caller=text, owner=text)
    drawn = Elements(draw("console/_row.html", row=row))
    assert not {"script", "img"} & {tag for tag, _ in drawn.found}


def test_a_restricted_patient_is_initials_band_and_times() -> None:
    row = views.a_row(
        patient="D H",
        where="14 Weir Lane",
        need="Fell at Larch House",
        caller="Care home, Larch House",
        call_back="01632 960118",
        caller_more="Larch House",
        restricted=True,
    )
    text = draw("console/_row.html", row=row)
    assert not [secret for secret in SECRETS if secret in text]
    assert "D H" in text
    assert "Address protected" in text


def test_a_restricted_banner_holds_no_number_practice_or_birth_date() -> None:
    text = draw("console/_banner.html", patient=views.a_banner(name="D H", restricted=True))
    for secret in ("999 526", "Millbeck", "1938"):
        assert secret not in text


def test_allergy_dnacpr_and_hazard_are_never_folded() -> None:
    kept = views.a_banner().alerts
    extra = tuple(type(kept[0])(f"Plan {n}", folds=True) for n in range(4))
    banner = views.a_banner(alerts=(*kept, *extra))
    text = draw("console/_banner.html", patient=banner)
    assert all(alert.strong in text for alert in kept)
    assert "2 more" in text


def test_dnacpr_is_said_in_its_fixed_words() -> None:
    text = draw("console/_banner.html", patient=views.a_banner())
    assert "<b>DNACPR</b>, 3 Feb 2026: CPR only, all other care continues" in text


def test_the_wallboard_shows_nobody() -> None:
    text = PAGES["wall"]()
    names = [row.patient for row in views.rows() if row.patient]
    assert not [name for name in [*names, *SECRETS] if name in text]
    assert "No patient details are shown" in text


def test_red_is_for_999_alone() -> None:
    for name, page in PAGES.items():
        for button in re.findall(
            r'<(?:button|a) class="fd-b fd-b--stop".*?>(.*?)</', page(), re.DOTALL
        ):
            assert "999" in button, name


def test_no_score_is_said_and_never_shown_as_nought() -> None:
    none = type(views.a_case().news2)(None, "No score: age not known.")
    text = case_page(news2=none)
    assert "No score" in text
    assert "<b>0</b>" not in text


def test_a_refusal_stands_beside_its_field_and_in_the_list() -> None:
    text = PAGES["streaming refused"]()
    sentence = "Ask where the patient is now. It may not be home."
    assert text.count(sentence) == 2
    assert '<a href="#where_now">' in text
    assert 'aria-describedby="where_now-hint where_now-error"' in text


def test_every_script_named_by_a_page_exists() -> None:
    for page in PAGES.values():
        for path in re.findall(r'"/assets/test/((?:web|console)/[^"]+)"', page()):
            room, _, name = path.partition("/")
            assert (ROOT / "app" / room / "static" / room / name).is_file(), path


def test_every_template_is_drawn_here() -> None:
    drawn = (ROOT / "tests/app/console/test_templates.py").read_text(encoding="utf-8")
    for path in (ROOT / "app/console/templates/console").glob("[!_]*.html"):
        assert f"console/{path.name}" in drawn
