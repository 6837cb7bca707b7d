"""Coming in, being kept out, locking a desk and coming back."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TypeVar

import pytest
from sqlalchemy import Engine, delete, select

from app.accounts import actions, queries
from app.accounts.actions import Entered, Refused
from app.accounts.actions.signing import IDLE, LONGEST
from app.accounts.facts import DeskLocked, DeskUnlocked, SignedIn, SignedOut, SignInRefused
from app.accounts.models import StaffSession, Tries
from app.accounts.states import RefusalReason, Role
from app.foundation import database
from app.foundation.actor import SERVICE
from app.foundation.identifiers import new_id
from app.foundation.journal import Fact
from app.foundation.problems import Conflict, Invalid, NotAllowed, NotFound, TooOften
from app.foundation.transaction import Transaction, transaction
from app.terms.organisation import OdsCode
from tests.builders.accounts import PASSWORD, PIN, a_member_of_staff

HUB, OTHER = new_id(), new_id()
AnyFact = TypeVar("AnyFact", bound=Fact)


def entered(tx: Transaction, username: str, password: str = PASSWORD) -> Entered:
    outcome = actions.sign_in(tx, username, password)
    assert isinstance(outcome, Entered)
    return outcome


def sentence(outcome: Entered | Refused | None) -> str:
    assert isinstance(outcome, Refused)
    return outcome.sentence


def last(tx: Transaction, kind: type[AnyFact]) -> AnyFact:
    return next(fact for fact in reversed(tx.facts) if isinstance(fact, kind))


def test_the_right_name_and_password_give_a_seat_in_ones_hub(tx: Transaction) -> None:
    staff = a_member_of_staff(tx, HUB)
    outcome = entered(tx, f"  {staff.username.upper()} ")
    seat = queries.seat(tx, outcome.token)
    assert seat is not None
    assert (seat.hub_id, seat.person.id) == (HUB, staff.id)
    assert seat.actor.hubs == {HUB}
    assert seat.actor.may("case.coordinate")
    assert not seat.actor.may("supervise")
    assert last(tx, SignedIn).hub_id == HUB


def test_the_token_itself_is_kept_nowhere(tx: Transaction) -> None:
    outcome = entered(tx, a_member_of_staff(tx, HUB).username)
    kept = tx.session.scalars(select(StaffSession.token_hash)).all()
    assert outcome.token not in kept
    assert len(outcome.token) > 40


def test_a_wrong_password_and_an_unknown_name_are_told_the_same(tx: Transaction) -> None:
    staff = a_member_of_staff(tx, HUB)
    wrong = sentence(actions.sign_in(tx, staff.username, "not the password"))
    assert last(tx, SignInRefused).reason is RefusalReason.WRONG_PASSWORD
    unknown = sentence(actions.sign_in(tx, "nobody.atall", "not the password"))
    assert last(tx, SignInRefused).reason is RefusalReason.UNKNOWN_NAME
    assert wrong == unknown


@pytest.mark.parametrize("exists", [True, False])
def test_five_wrong_tries_lock_a_name_whether_or_not_anybody_has_it(
    tx: Transaction, exists: bool
) -> None:
    username = a_member_of_staff(tx, HUB).username if exists else "nobody.atall"
    said = [sentence(actions.sign_in(tx, username, "wrong")) for _ in range(6)]
    assert "Too many" not in said[3]
    assert said[4] == said[5]
    assert "Try again at 14:22" in said[5]


def test_a_locked_name_stays_out_with_the_right_password_until_the_time_is_over(
    tx: Transaction,
) -> None:
    staff = a_member_of_staff(tx, HUB)
    for _ in range(5):
        actions.sign_in(tx, staff.username, "wrong")
    assert "Too many" in sentence(actions.sign_in(tx, staff.username, PASSWORD))
    tx.now += timedelta(minutes=15)
    assert entered(tx, staff.username)


def test_four_wrong_tries_and_a_right_one_begin_anew(tx: Transaction) -> None:
    staff = a_member_of_staff(tx, HUB)
    for _ in range(2):
        for _ in range(4):
            actions.sign_in(tx, staff.username, "wrong")
        assert entered(tx, staff.username)


def test_twenty_wrong_tries_at_once_are_counted_one_by_one(engine: Engine) -> None:
    username = f"at.once.{new_id().hex}"

    def attempt(_: int) -> str:
        with transaction(SERVICE) as tx:
            return sentence(actions.sign_in(tx, username, "wrong"))

    database.sessions.configure(bind=engine)
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(attempt, range(20)))
    with transaction(SERVICE) as tx:
        tx.session.execute(delete(Tries).where(Tries.key == f"sign_in:{username}"))
    assert sum("Too many" not in each for each in said) == 4


def test_a_closed_account_is_told_what_a_wrong_password_is_told(tx: Transaction) -> None:
    staff = a_member_of_staff(tx, HUB)
    open_desk = entered(tx, staff.username)
    actions.close_account(tx, staff.id)
    assert queries.seat(tx, open_desk.token) is None
    assert "do not go together" in sentence(actions.sign_in(tx, staff.username, PASSWORD))
    assert last(tx, SignInRefused).reason is RefusalReason.CLOSED_ACCOUNT


def test_who_belongs_to_no_hub_is_told_whom_to_ask(tx: Transaction) -> None:
    staff = a_member_of_staff(tx)
    assert "administrator" in sentence(actions.sign_in(tx, staff.username, PASSWORD))


def test_leaving_a_hub_shuts_the_desk_there(tx: Transaction) -> None:
    staff = a_member_of_staff(tx, HUB)
    desk = entered(tx, staff.username)
    actions.leave_hub(tx, staff.id, HUB)
    tx.session.flush()
    assert queries.seat(tx, desk.token) is None


def test_a_sign_in_ends_after_the_longest_shift(tx: Transaction) -> None:
    desk = entered(tx, a_member_of_staff(tx, HUB).username)
    tx.now += LONGEST
    assert queries.seat(tx, desk.token) is None


def test_signing_in_leaves_the_desk_that_this_browser_had(tx: Transaction) -> None:
    first = entered(tx, a_member_of_staff(tx, HUB).username)
    second = a_member_of_staff(tx, HUB)
    actions.sign_in(tx, second.username, PASSWORD, instead_of=first.token)
    assert queries.seat(tx, first.token) is None


def test_a_desk_nobody_touches_is_locked_and_its_session_stays(tx: Transaction) -> None:
    desk = entered(tx, a_member_of_staff(tx, HUB).username)
    tx.now += IDLE - timedelta(seconds=1)
    seat = actions.arrive(tx, desk.token, in_use=False)
    assert seat is not None
    assert seat.locked_at is None
    tx.now += timedelta(seconds=1)
    seat = actions.arrive(tx, desk.token, in_use=True)
    assert seat is not None
    assert seat.locked_at == tx.now
    assert last(tx, DeskLocked).idle


def test_a_desk_in_use_is_not_locked(tx: Transaction) -> None:
    desk = entered(tx, a_member_of_staff(tx, HUB).username)
    for _ in range(4):
        tx.now += timedelta(minutes=10)
        seat = actions.arrive(tx, desk.token, in_use=True)
        assert seat is not None
        assert seat.locked_at is None


def test_a_page_that_reads_itself_again_keeps_no_desk_open(tx: Transaction) -> None:
    desk = entered(tx, a_member_of_staff(tx, HUB).username)
    for _ in range(3):
        tx.now += timedelta(minutes=5)
        seat = actions.arrive(tx, desk.token, in_use=False)
    assert seat is not None
    assert seat.locked_at is not None


def test_name_and_pin_open_a_locked_desk(tx: Transaction) -> None:
    staff = a_member_of_staff(tx, HUB)
    desk = entered(tx, staff.username)
    actions.lock(tx, desk.token)
    assert not last(tx, DeskLocked).idle
    assert actions.unlock(tx, desk.token, staff.username, PIN) is None
    seat = queries.seat(tx, desk.token)
    assert seat is not None
    assert seat.locked_at is None
    assert last(tx, DeskUnlocked).session_id == seat.session_id


def test_only_whose_desk_it_is_comes_back_to_it(tx: Transaction) -> None:
    desk = entered(tx, a_member_of_staff(tx, HUB, name="Priya Nair").username)
    other = a_member_of_staff(tx, HUB, name="Amir Shah")
    actions.lock(tx, desk.token)
    assert "Priya Nair's" in sentence(actions.unlock(tx, desk.token, other.username, PIN))


def test_three_wrong_pins_ask_for_the_password_and_end_no_session(tx: Transaction) -> None:
    staff = a_member_of_staff(tx, HUB)
    desk = entered(tx, staff.username)
    actions.lock(tx, desk.token)
    said = [sentence(actions.unlock(tx, desk.token, staff.username, "000001")) for _ in range(3)]
    assert "Sign in with your password" in said[2]
    assert "Sign in with your password" in sentence(
        actions.unlock(tx, desk.token, staff.username, PIN)
    )
    assert queries.seat(tx, desk.token) is not None


def test_signing_out_ends_the_session_and_may_be_repeated(tx: Transaction) -> None:
    desk = entered(tx, a_member_of_staff(tx, HUB).username)
    actions.sign_out(tx, desk.token)
    actions.sign_out(tx, desk.token)
    assert queries.seat(tx, desk.token) is None
    assert sum(isinstance(fact, SignedOut) for fact in tx.facts) == 1


def test_a_member_of_two_hubs_works_in_one_at_a_time(tx: Transaction) -> None:
    desk = entered(tx, a_member_of_staff(tx, HUB, OTHER).username)
    for hub_id in (OTHER, HUB):
        actions.choose_hub(tx, desk.token, hub_id)
        tx.session.flush()
        seat = queries.seat(tx, desk.token)
        assert seat is not None
        assert seat.actor.hubs == {hub_id}


def test_a_hub_that_is_not_ones_own_cannot_be_chosen(tx: Transaction) -> None:
    desk = entered(tx, a_member_of_staff(tx, HUB).username)
    with pytest.raises(NotFound):
        actions.choose_hub(tx, desk.token, OTHER)


def enrolled(tx: Transaction, **changed: object) -> None:
    told: dict[str, object] = {
        "username": f"New.{new_id().hex}",
        "name": "Beth Moran",
        "roles": (Role.CALL_HANDLER,),
        "hubs": [HUB],
        "ods_code": OdsCode("ZZNV0"),
        "organisation": "Northvale hub",
        "secrets": actions.kept(PASSWORD, PIN),
    }
    actions.enrol(tx, **(told | changed))  # type: ignore[arg-type]


def test_who_is_given_an_account_can_sign_in_and_unlock(tx: Transaction) -> None:
    enrolled(tx, username="Beth.Enrolled")
    desk = entered(tx, "beth.enrolled")
    actions.lock(tx, desk.token)
    assert actions.unlock(tx, desk.token, "beth.enrolled", PIN) is None


def test_an_account_needs_a_role(tx: Transaction) -> None:
    with pytest.raises(Invalid):
        enrolled(tx, roles=())


@pytest.mark.parametrize(
    ("password", "pin"),
    [("too short", PIN), (PASSWORD, "1234"), (PASSWORD, "111111"), (PASSWORD, "12345a")],
)
def test_weak_secrets_are_refused(password: str, pin: str) -> None:
    with pytest.raises(Invalid):
        actions.kept(password, pin)


def test_a_name_that_nobody_has_takes_as_long_as_one_that_somebody_has(tx: Transaction) -> None:
    enrolled(tx, username="beth.slow")

    def seconds(username: str) -> float:
        began = time.perf_counter()
        actions.sign_in(tx, username, "wrong")
        return time.perf_counter() - began

    seconds("nobody.first")  # makes the hash of nobody, once a process
    known = min(seconds("beth.slow") for _ in range(3))
    unknown = min(seconds(f"nobody.{n}") for n in range(3))
    assert 0.5 < known / unknown < 2


def test_a_name_is_given_once(tx: Transaction) -> None:
    enrolled(tx, username="beth.twice")
    with pytest.raises(Conflict):
        enrolled(tx, username="BETH.twice")


def test_only_an_administrator_gives_accounts(tx: Transaction) -> None:
    desk = entered(tx, a_member_of_staff(tx, HUB).username)
    seat = queries.seat(tx, desk.token)
    assert seat is not None
    with pytest.raises(NotAllowed):
        enrolled(Transaction(tx.session, seat.actor, tx.now))


def test_a_new_password_shuts_every_desk_of_its_owner(tx: Transaction) -> None:
    staff = a_member_of_staff(tx, HUB)
    desk = entered(tx, staff.username)
    actions.set_password(tx, staff.id, "three other words")
    assert queries.seat(tx, desk.token) is None
    assert entered(tx, staff.username, "three other words")


def test_old_counters_are_forgotten_and_young_ones_kept(tx: Transaction) -> None:
    actions.sign_in(tx, "old.try", "wrong")
    tx.now += timedelta(days=2)
    actions.sign_in(tx, "young.try", "wrong")
    actions.forget_old(tx)
    keys = tx.session.scalars(select(Tries.key)).all()
    assert "sign_in:young.try" in keys
    assert "sign_in:old.try" not in keys


def test_what_is_done_too_often_is_refused_until_the_time_is_over(tx: Transaction) -> None:
    allowance = actions.Allowance(3, timedelta(hours=1))
    for _ in range(3):
        actions.limit(tx, "refer:x", allowance, "Ring us.")
    with pytest.raises(TooOften, match="Ring us"):
        actions.limit(tx, "refer:x", allowance, "Ring us.")
    actions.limit(tx, "refer:y", allowance, "Ring us.")
    tx.now += timedelta(hours=1)
    actions.limit(tx, "refer:x", allowance, "Ring us.")
