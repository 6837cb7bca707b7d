"""The board of one busy hub at 14:07 on an invented Tuesday, row by row."""

from dataclasses import replace

from app.console.views import (
    Action,
    BoardRow,
    BoardView,
    Counted,
    Due,
    Filter,
    MineLine,
    Note,
    Person,
)

NOW = "2026-11-17T14:07:21+00:00"
ME = Person("019a0000-0000-7000-8000-000000000001", "Priya Nair", "coordinator", "PN")
HUB = "019a0000-0000-7000-8000-0000000000aa"


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
    return tuple(
        replace(row, sort=f"{row.band}00-{place:010d}") for place, row in enumerate(listed, 10)
    )


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
