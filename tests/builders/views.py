"""Views as pages take them: one busy hub at 14:07 on an invented Tuesday."""

from dataclasses import replace

from app.cases import forms
from app.console.views import (
    Action,
    Alert,
    BannerAlert,
    CallerPanel,
    CaseForms,
    CaseView,
    Check,
    ClosingPanel,
    Due,
    EmergencyPanel,
    Fact,
    Figure,
    Link,
    News2Panel,
    News2Part,
    NextCall,
    Note,
    NoteLine,
    OnShift,
    PatientBanner,
    PhoneBar,
    Pick,
    PlanPanel,
    Shell,
    SituationPanel,
    StreamingView,
    SupervisorView,
    Tag,
    TimelineLine,
    WallBand,
    WallView,
)
from tests.builders.board import HUB, ME, NOW, a_board, a_due, a_row, at, case_id, rows

__all__ = ["HUB", "ME", "NOW", "a_board", "a_due", "a_row", "at", "case_id", "rows"]

READ_BACK = Tag("Read back", "ok", "tick")


def a_phone_bar(**more: object) -> PhoneBar:
    base = PhoneBar(
        state="ready", words="Ready", since=at("14:06:09"), passed="1 min 12 s",
        emergency=Action("999", "/999", "stop", "Shift F1"),
        next=NextCall("ambulance crew N214", "Millbeck", at("14:02:19"), "5:02"),
        waiting="2 more calls waiting, longest 1 min 40 s",
        headset="Headset ready",
        actions=(Action("Take next call", "/cases/take-next", "go", "F2", icon="phone"),),
        end=(Action("Call out", "/calls/out", "plain", get=True),
             Action("Take a break", "/phone/break", "plain")),
    )  # fmt: skip
    return replace(base, **more)


def on_a_call() -> PhoneBar:
    """The same bar while a crew is on the line."""
    return a_phone_bar(
        state="on_call", words="On a call", since=at("14:06:32"), passed="6:48", next=None,
        who="Crew N214, Tom Ashworth", who_detail="paramedic",
        who_more="07700 900214, recorded, caller told", waiting="1 call waiting", headset="",
        emergency=Action("999 for this patient", "/cases/x/999", "stop", "Shift F1"), end=(),
        actions=(Action("Mute", "/phone/mute", "plain", "F4"),
                 Action("Hold", "/phone/hold", "plain", "F8"),
                 Action("Add or transfer", "/calls/add", "plain", "F9", get=True),
                 Action("End call", "/phone/leave", "plain")),
    )  # fmt: skip


def a_shell(current: str = "Board", **more: object) -> Shell:
    names = (("Board", "/board"), ("My cases", "/mine"), ("Supervisor", "/supervisor"))
    keys = {"Board": "G B", "Supervisor": "G S"}
    base = Shell(
        title=current, hub="Northvale hub", hub_id=HUB, me=ME, now=NOW, clock="14:07:21",
        pages=tuple(Link(name, url, name == current, keys.get(name, "")) for name, url in names),
        seq=4711, live_url="https://live.invalid", phone_url="/phone", phone=a_phone_bar(),
        open_cases=(Link("Kowalczyk", f"/cases/{case_id(2422)}"),
                    Link("Lindqvist", f"/cases/{case_id(2416)}")),
    )  # fmt: skip
    return replace(base, **more)


def a_banner(**more: object) -> PatientBanner:
    base = PatientBanner(
        name="HARGREAVES, Doreen (Mrs)", born="14 Mar 1938 (88 y)", sex="Female",
        nhs_number="999 526 0182", practice="Millbeck Surgery", verified="Verified 14:09",
        is_verified=True, wrong=Link("Wrong patient?", "#patient"),
        alerts=(BannerAlert("Allergy: penicillin", "anaphylaxis", bad=True),
                BannerAlert("DNACPR", "3 Feb 2026: CPR only, all other care continues"),
                BannerAlert("Hazard:", "large loose dog")),
    )  # fmt: skip
    return replace(base, **more)


def case_forms(**data: object) -> CaseForms:
    """The forms of the workspace as a coordinator finds them."""
    need = (
        "Slipped in kitchen 12:50, on floor 40 min. No head injury, no loss of consciousness."
        " Walked 4 m with frame. Warm, chesty cough 3 days."
    )
    return replace(
        CaseForms(
            caller=forms.CallerForm(data={"version": 3, "caller_type": "ambulance_on_scene"}),
            situation=forms.SituationForm(data={"version": 3, "need": need}),
            patient=forms.PatientForm(data={"version": 1, "family_name": "Hargreaves"}),
            verify=forms.VerifyForm(data={"version": 1}),
            observations=forms.ObservationForm(),
            override=forms.OverrideForm(),
            note=forms.NoteForm(),
            close=forms.CloseForm(),
            emergency=forms.EmergencyForm(),
        ),
        **data,
    )


def _picks() -> tuple[Pick, ...]:
    return (
        Pick("UCR2", "Crisis team, within two hours", "Needs six inclusion checks"),
        Pick("GP_IH", "Own GP practice, in hours", "Needs a slot and a number to ring"),
        Pick("HAH_VW", "Hospital at home", "Needs an accepting consultant"),
        Pick("ED", "Emergency department", "Needs alternatives considered, and a reason"),
        Pick("SAFE_HAVEN", "Safe Haven café", "Not offered: opens 17:00", False, "Closed"),
    )


def a_case(**more: object) -> CaseView:
    number, fine = case_id(2431), Tag("On the line", "ok", "phone")
    base = CaseView(
        id=number, ref="NV-2431", band=1, due=Due("", ""), state="In coordination",
        patient=a_banner(), yours="Yours since 14:07.", owner_id=ME.id,
        caller=CallerPanel(fine, (
            Fact("Who", "Tom Ashworth", ("Paramedic, crew N214",
                                         "Northvale Ambulance Service, with patient now"),
                 strong=True),
            Fact("Ring back", "07700 900214", tags=(READ_BACK,), strong=True, number=True),
            Fact("Where now", "14 Weir Lane, Millbeck",
                 ("Home. Ground floor. Key safe by the back door",), (READ_BACK,), strong=True),
            Fact("Asked first", "Taken her to ED", ("“What would you have done?”",), strong=True),
        )),
        situation=SituationPanel("Slipped in kitchen", "Saved 14:12:40", (
            Fact("Red flags", "None of 8, asked 14:10", icon="tick"),
            Fact("Baseline", "Frailty 7 of 9. Lives alone, carer twice a day"),
            Fact("Capacity", "Has capacity. Agrees to share records"),
        )),
        news2=News2Panel(3, "Low. No single 3.", "SpO2 scale 1. Needs P2 or higher.",
                         "Crew, 14:08", tuple(
            News2Part(name, value, points) for name, value, points in (
                ("Breathing rate", "20", 0), ("Oxygen saturation", "94 %", 1),
                ("Air or oxygen", "Air", 0), ("Systolic pressure", "118", 0),
                ("Pulse", "96", 1), ("Alertness", "Alert", 0), ("Temperature", "38.2 °C", 1)))),
        plan=PlanPanel(_picks(), (Pick("SELF", "Self-care with advice", "Needs a safety text"),),
                       change_url=f"/cases/{number}?choose=", choose_url=f"/cases/{number}"),
        closing=ClosingPanel((Check("Caller agrees with the plan", done=True),
                              Check("One named owner for each step", done=True),
                              Check("Safety advice not recorded", done=False,
                                    link=Link("Add", "#close-safety_net")),
                              Check("Outcome not recorded", done=False,
                                    link=Link("Add", "#close-happened-1")))),
        timeline=(TimelineLine("14:10", "", "NEWS2 3 recorded, source crew"),
                  TimelineLine("14:09", "", "Patient verified: name, birth date, address"),
                  TimelineLine("14:07", "Taken by you", "3 min over target"),
                  TimelineLine("14:04", "", "Passed its time. Supervisor told"),
                  TimelineLine("14:02", "", "Call arrived, crew line, known number")),
        tabs=(Link("Hargreaves", f"/cases/{number}", current=True),
              Link("Kowalczyk", f"/cases/{case_id(2422)}"),
              Link("Lindqvist", f"/cases/{case_id(2416)}")),
        notes=(NoteLine("14:11", "you", (("", "Daughter has been told and will come at six."),)),),
        reasons="Crew waiting 5 min, lives alone, frailty 7",
        actions=(Action("Hand over", f"/cases/{number}/hand-over", "plain", "H", get=True),),
        all_timeline=Link("All 23", f"/cases/{number}?timeline=all"),
    )  # fmt: skip
    return replace(base, **more)


def an_emergency() -> EmergencyPanel:
    return EmergencyPanel(
        "dialling",
        Note("Calling 999 for HARGREAVES, Doreen. Stay on the line.",
             "14 Weir Lane, Millbeck. Dialled 14:14:02.", "act", "band0",
             (Action("Control has answered", "/cases/x/999/answered"),)),
        number="020 7946 0999", dialled_at=at("14:14:02"),
    )  # fmt: skip


def a_streaming_page(**more: object) -> StreamingView:
    base = StreamingView(
        id=case_id(2442), ref="NV-2442", band=1, since=at("14:05:40"), passed="1:41",
        caller=CallerPanel(Tag("On the line", "ok", "phone"), (
            Fact("Number", "01632 960118", ("Claimed: Larch House, care home",),
                 strong=True, number=True),)),
        reasons="On the line, not streamed yet",
    )  # fmt: skip
    return replace(base, **more)


def an_alert(kind: str = "late") -> Alert:
    return Alert(
        f"{kind}-2431", kind, "P1 past its time, nobody on it.", "Case NV-2431, crew waiting.",
        (Action("Take NV-2431", f"/cases/{case_id(2431)}/take"),),
    )  # fmt: skip


def figures() -> tuple[Figure, ...]:
    return (
        Figure("Calls waiting", "3", "longest 5 min 2 s", "bad", icon="warn"),
        Figure("Past their time", "1", "P1, crew line", "bad", icon="band1"),
        Figure("Due in 10 minutes", "5", "3 P1, 2 P2", "near", icon="half"),
        Figure("Answered in 60 s", "78 %", "142 of 182 today"),
        Figure("Hung up waiting", "2.7 %", "5 of 187, all rung back"),
        Figure("Coordinators free", "2", "1 on a break", "near", of="of 6", icon="half"),
    )


def a_supervisor_page(**more: object) -> SupervisorView:
    people = [
        ("Beth Moran", "Coordinator", "On a call", "14:20", "NV-2441, catheter advice", "phone"),
        ("Sam Okafor", "Coordinator", "999 in progress", "1:44", "NV-2440", "band0"),
        ("Priya Nair", "Coordinator", "Ready", "1:12", "2 open, none on the line", "ring"),
        ("Kerry Obi", "Coordinator", "Break, back 14:20", "11:02", "0 open", "dash"),
        ("Lena Fox", "Call handler", "On a call", "3:05", "NV-2442, taking details", "phone"),
    ]
    base = SupervisorView(
        shift="Tuesday 17 November, day shift, 07:00 to 19:00",
        needs=(
            Note("999 dialled 18 s ago, not yet answered.",
                 "Case NV-2440. Sam Okafor is on the line. Sounds at 30 s.", "act", "band0",
                 (Action("Control has answered", "/cases/x/999/answered"),)),
            Note("Crew waiting 5 min 2 s, target 2 min.",
                 "Case NV-2431. Two coordinators free, both ready.", "act", "band1",
                 (Action("Give to Priya Nair", "/cases/x/give/1"),
                  Action("Give to Dan Whitlow", "/cases/x/give/2"))),
        ),
        figures=figures(),
        people=tuple(OnShift(name, role, state, passed, doing, icon, urgent=icon == "band0")
                     for name, role, state, passed, doing, icon in people),
        systems=(Note("", "Phones, live updates and the clock are answering.", icon="tick"),),
        systems_at="Checked 14:07:15", links=(Link("Wallboard", "/wall"),),
    )  # fmt: skip
    return replace(base, **more)


def a_wall(**more: object) -> WallView:
    base = WallView(
        hub="Northvale hub", tiles=figures(), updated="14:07:21", date="Tue 17 Nov", time="14:07",
        bands=(WallBand(1, 3, "now"), WallBand(2, 3, "4 min"), WallBand(3, 2, "28 min"),
               WallBand(4, 1, "3 h")),
        footer=("Answered in 60 s today: 78 %", "No patient details are shown on this board"),
    )  # fmt: skip
    return replace(base, **more)
