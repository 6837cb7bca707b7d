"""Views as pages take them: one busy hub at 14:07 on an invented Tuesday."""

from dataclasses import replace

from app.cases import forms
from app.console.views import (
    Action,
    Alert,
    BannerAlert,
    BoardRow,
    BoardView,
    CallerPanel,
    CaseForms,
    CaseView,
    Check,
    ClosingPanel,
    Counted,
    Due,
    EmergencyPanel,
    Fact,
    Figure,
    Filter,
    Link,
    MineLine,
    News2Panel,
    News2Part,
    NextCall,
    Note,
    NoteLine,
    OnShift,
    PatientBanner,
    Person,
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

NOW = "2026-11-17T14:07:21+00:00"
ME = Person("019a0000-0000-7000-8000-000000000001", "Priya Nair", "coordinator", "PN")
HUB = "019a0000-0000-7000-8000-0000000000aa"
READ_BACK = Tag("Read back", "ok", "tick")


def at(clock: str) -> str:
    """An instant of that day, from its clock time."""
    return f"2026-11-17T{clock if clock.count(':') > 1 else clock + ':00'}+00:00"


def case_id(number: int) -> str:
    """The id of a case by its number."""
    return f"019a0000-0000-7000-8000-{number:012d}"


def a_due(first: str, second: str, *, used: int = 40, due: str = "14:13", **more: object) -> Due:
    return replace(
        Due(first, second, at=at(due), start=at("13:57"), used=used, late_second=f"was due {due}"),
        **more,
    )


def a_row(
    number: int = 2431,
    band: int = 1,
    patient: str = "HARGREAVES, Doreen",
    where: str = "88 y F, 14 Weir Lane, Millbeck",
    **more: object,
) -> BoardRow:
    base = BoardRow(
        id=case_id(number),
        ref=f"NV-{number}",
        group="waiting",
        sort=f"{band}00-{number:010d}",
        band=band,
        due=a_due("6 min left", "by 14:13"),
        patient=patient,
        where=where,
        need="Fall, NEWS2 3. Crew want to leave her at home",
        reasons=(Counted("crew waiting 5 min", at("14:02")), Counted("lives alone")),
        caller="Ambulance crew N214",
        kinds=("ambulance_on_scene", "crew"),
        actions=(Action("Take", f"/cases/{case_id(number)}/take", key="T", spoken=patient),),
    )
    return replace(base, **more)


def rows() -> tuple[BoardRow, ...]:
    """The fourteen rows of the design."""
    late = a_due("3 min over", "was due 14:04", due="14:04", late=True, used=100)
    listed = [
        a_row(2440, 0, "WINTERBURN, Alan", "71 y M, Larch House, Harrow Green", group="999",
              due=Due("Line open 18 s", "alarm at 14:07:33", up_from=at("14:07:03"),
                      up_words="Line open", soon=True, used=60),
              need="Unresponsive at care home, breathing",
              reasons=(Counted("999 called 14:07:03, control has not answered"),),
              caller="Care home, Larch House", on_line_since=at("14:05:37"), on_line="1:44",
              owner_id=case_id(2), owner="Sam Okafor", kinds=("care_home",),
              actions=(Action("Open", f"/cases/{case_id(2440)}", "plain", get=True),)),
        a_row(due=late, on_line_since=at("14:02:19"), on_line="5:02", live=True,
              reasons=(Counted("crew waiting 5 min", at("14:02")), Counted("lives alone"),
                       Counted("frailty 7"))),
        a_row(2433, 1, "ACHTERBERG, Joan", "91 y F, Larch House, Harrow Green",
              due=a_due("2 min left", "by 14:09", due="14:09", soon=True, used=80),
              need="Chest infection, NEWS2 5", caller="Care home, Larch House",
              reasons=(Counted("care-home line"), Counted("second contact in 24 h")),
              call_back="01632 960118", kinds=("care_home",)),
        a_row(2428, 1, "PELLOW, Martin", "64 y M, 3 Kiln Court, Ashby Fold",
              need="Breathless since yesterday, 111 says 2 h", caller="NHS 111, Dx12",
              reasons=(Counted("up from P2: third contact in 96 h"),),
              caller_more="Message, 13:58", kinds=("nhs111",)),
        a_row(2434, 2, "OYELARAN, Grace", "83 y F, 22 Tannery Row, Millbeck",
              due=a_due("4 min left", "by 14:11", due="14:11", soon=True, used=80),
              need="On the floor, no injury reported", caller="Telecare, Tessel pendant",
              reasons=(Counted("on the floor 36 min", at("13:31")), Counted("lives alone")),
              on_line_since=at("14:04:11"), on_line="3:10", live=True, kinds=("telecare",)),
        a_row(2435, 2, "DUNMORE, Patrick", "77 y M, 9 Chapel Hill, Stonegate",
              due=a_due("11 min left", "by 14:18", due="14:18", used=45),
              need="Pain not controlled, end of life", caller="Community team, Stonegate",
              reasons=(Counted("end of life, symptom to ease"),),
              call_back="07700 900377", kinds=("community_team",)),
        a_row(2436, 2, "SALTER-QUINN, Ivy", "86 y F, Beechcroft, Ashby Fold",
              due=a_due("13 min left", "by 14:20", due="14:20", used=35),
              need="New confusion, NEWS2 3", caller="Care home, Beechcroft",
              reasons=(Counted("soft signs: more confused, eating less"), Counted("frailty 6")),
              caller_more="Form, 14:00", kinds=("care_home",)),
        a_row(2427, 3, "MARCHETTI, Leo", "58 y M, 40 Quay Street, Stonegate",
              due=a_due("28 min left", "by 14:35", due="14:35", used=53),
              need="Catheter blocked since noon", caller="GP practice, Fernbank",
              reasons=(Counted("comfortable, carer present"),),
              call_back="01632 960402", kinds=("gp_practice",)),
        a_row(2430, 3, "R S", "", restricted=True,
              due=a_due("41 min left", "by 14:48", due="14:48", used=30),
              reasons=(Counted("discharge support"),), kinds=("hospital_discharge",)),
        a_row(2426, 4, "", "General enquiry", is_new=True,
              due=a_due("3 h 20 left", "by 17:27", due="17:27", used=12),
              need="Which team fits a falls-clinic referral?", caller="GP practice, Millbeck",
              reasons=(Counted("advice only"),), caller_more="Message, 13:27",
              kinds=("gp_practice",)),
    ]  # fmt: skip
    in_hand = [
        (2424, 1, "TREVANION, Edith", "90 y F, 2 Mill Cottages, Harrow Green", "Amir Shah",
         "Fall and new confusion", "Plan agreed, team asked 14:04", "Ambulance control"),
        (2422, 2, "KOWALCZYK, Henryk", "69 y M, 18 Foundry Yard, Millbeck", ME.name,
         "GP today, waiting for the practice", "Do not tell the patient yet", "GP out of hours"),
        (2418, 2, "FENWICK, Rosa", "74 y F, 5 Orchard Rise, Ashby Fold", "Beth Moran",
         "Breathless on stairs, NEWS2 3", "Waiting for the caller", "Community team"),
        (2416, 3, "LINDQVIST, Per", "47 y M, 60 Canal Side, Stonegate", ME.name,
         "Call back promised about pharmacy", "Promised 14:27", "Patient or carer"),
    ]  # fmt: skip
    for number, band, patient, where, owner, need, why, caller in in_hand:
        hand = Due("In hand 20 min", "since 13:47", up_from=at("13:47"), up_words="In hand")
        opens = Action("Open", f"/cases/{case_id(number)}", "plain", spoken=patient, get=True)
        listed.append(
            a_row(number, band, patient, where, group="hand", due=hand, need=need,
                  reasons=(Counted(why),), caller=caller, caller_more="Ended 13:51",
                  owner=owner, owner_id=ME.id if owner == ME.name else case_id(3),
                  kinds=(), actions=(opens,))
        )  # fmt: skip
    return tuple(listed)


def a_board(**more: object) -> BoardView:
    base = BoardView(
        rows=rows(),
        filters=(Filter("all", "All", 14), Filter("waiting", "Waiting", 9),
                 Filter("mine", "Mine", 2), Filter("crew", "Crews", 1),
                 Filter("care_home", "Care homes", 3)),
        calls_waiting=3, longest="5:02", longest_since=at("14:02:19"), coordinators="2 of 6",
        empty="Last case taken 14:05. 4 in hand.",
        mine=(MineLine(case_id(2422), "NV-2422", "KOWALCZYK, Henryk", 2,
                       "Waiting for the practice since 13:55."),
              MineLine(case_id(2416), "NV-2416", "LINDQVIST, Per", 3,
                       "Call back promised for 14:27.",
                       actions=(Action("Call now", "/calls/out", "plain"),))),
        systems=(Note("", "Phones, live updates and the clock are answering.", icon="tick"),),
        systems_at="Checked 14:07.",
    )  # fmt: skip
    return replace(base, **more)


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
