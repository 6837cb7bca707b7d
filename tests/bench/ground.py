"""What the benches stand on: hubs, known callers, coordinators, and cases by the million.

Hubs and people are made by the product's own actions. Closed cases are written by one statement,
because a million calls through the front door would take an hour.
"""

from dataclasses import dataclass
from uuid import UUID

import psycopg
from argon2 import PasswordHasher
from flask import Flask

from app.accounts import actions as accounts
from app.accounts.guards import TOKEN
from app.accounts.states import Role
from app.cases import actions as cases
from app.cases.actions import Source
from app.directory import actions as directory
from app.directory.states import LineKind
from app.foundation.actor import SERVICE
from app.foundation.transaction import transaction
from app.terms.caller import CallerType
from app.terms.organisation import OdsCode
from app.terms.telephone import TelephoneNumber
from config.settings import Settings
from tests.bench.carrier import Account, WholeCall, new_call_sid

PASSWORD = "a bench and its desks"
_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""The product's own takes 50 ms of a processor, and five hundred desks sign in."""
KNOWN_CALLERS = 20
KINDS = (
    CallerType.AMBULANCE_ON_SCENE,
    CallerType.NHS111,
    CallerType.GP_PRACTICE,
    CallerType.CARE_HOME,
)


@dataclass(frozen=True, slots=True)
class BenchHub:
    """A hub of the benches.

    Attributes:
        line: its number.
        callers: numbers that its directory knows.
        username: of its coordinator, who sits at as many desks as a bench wants.
    """

    id: UUID
    line: str
    callers: tuple[str, ...]
    username: str

    def call(self, account: Account, number: int, *, known: bool = True) -> WholeCall:
        """A new call to this hub.

        Args:
            account: whose line it is.
            number: any; it chooses who rings.
            known: the directory recognises them, so that no menu is played.
        """
        stranger = f"+44207946{number % 1000:04d}"
        from_ = self.callers[number % len(self.callers)] if known else stranger
        return WholeCall(account, new_call_sid(), from_, self.line)


def open_hubs(number: int) -> list[BenchHub]:
    """Open hubs, each with a line, known callers of several kinds, and a coordinator."""
    kept = _HASHER.hash(PASSWORD)
    return [_open_hub(which, accounts.Secrets(kept, kept)) for which in range(number)]


def _open_hub(which: int, secrets: accounts.Secrets) -> BenchHub:
    line = TelephoneNumber.typed(f"01632 960{which:03d}")
    username = f"bench{which}"
    with transaction(SERVICE) as tx:
        hub = directory.open_hub(tx, f"B{which:02d}", f"Bench hub {which}")
        directory.keep_line(tx, hub.id, line, LineKind.PROFESSIONAL)
        callers: list[str] = []
        for kind in KINDS:
            organisation = directory.keep_organisation(
                tx,
                hub.id,
                OdsCode(f"ZZ{which:03d}{KINDS.index(kind)}"),
                name=f"{kind.spoken} {which}",
                caller_type=kind,
            )
            for _ in range(KNOWN_CALLERS // len(KINDS)):
                caller = TelephoneNumber.typed(
                    f"07700 900{(which * KNOWN_CALLERS + len(callers)) % 1000:03d}"
                )
                directory.keep_known_number(tx, organisation.id, caller, f"Unit {len(callers)}")
                callers.append(caller.e164)
        accounts.enrol(
            tx,
            username=username,
            name=f"Coordinator {which}",
            roles=[Role.PATHWAY_COORDINATOR],
            hubs=[hub.id],
            ods_code=OdsCode("ZZ001"),
            organisation="Bench",
            secrets=secrets,
        )
    return BenchHub(hub.id, line.e164, tuple(callers), username)


def cookies(app: Flask, hub: BenchHub, number: int) -> list[str]:
    """Sign a hub's coordinator in at some desks and return the cookie of each browser."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    name = app.config["SESSION_COOKIE_NAME"]
    made = []
    for _ in range(number):
        with transaction(SERVICE) as tx:
            entered = accounts.sign_in(tx, hub.username, PASSWORD)
        assert isinstance(entered, accounts.Entered), entered
        made.append(f"{name}={serializer.dumps({TOKEN: entered.token})}")
    return made


def account_of(settings: Settings) -> Account:
    """The telephone account of a running product."""
    return Account(settings.twilio.account_sid, settings.twilio.auth_token, settings.web.public_url)


def open_cases(hub: BenchHub, number: int) -> list[UUID]:
    """Let so many calls ring and wait."""
    made = []
    for which in range(number):
        with transaction(SERVICE) as tx:
            source = Source(
                caller_type=KINDS[which % len(KINDS)],
                number=hub.callers[which % len(hub.callers)],
                line=f"Unit {which}",
            )
            made.append(cases.receive_call(tx, hub.id, new_call_sid(), source).case_id)
    return made


CLOSED_CASES = """
INSERT INTO "case" (
  id, hub_id, number, version, state, band, due_at, weight, reasons, sort, to_top, arrived_at,
  streamed_at, caller_type, caller_line, express, reach, call_back_number, spoken_to_at, need,
  where_now, record_version, disposition, plan, outcome, closed_at)
SELECT
  uuidv7(make_interval(secs => n - %(number)s)), %(hub)s, 1000000 + n, 9, 'closed', 1 + n %% 4,
  now() - make_interval(secs => %(number)s - n), 0, '[]', '', false,
  now() - make_interval(secs => %(number)s - n + 3600),
  now() - make_interval(secs => %(number)s - n + 3500),
  (ARRAY['ambulance_on_scene','nhs111','gp_practice','care_home'])[1 + n %% 4], 'Unit ' || n %% 20,
  false, 'call_back', (%(callers)s::text[])[1 + n %% %(known)s],
  now() - make_interval(secs => %(number)s - n + 3400),
  'Fell at home, no injury seen', 'Own home', 1, 'NO_ACT', '{}', '{}',
  now() - make_interval(secs => %(number)s - n)
FROM generate_series(1, %(number)s) n
"""
CLOSED_CONTACTS = """
INSERT INTO contact
  (id, hub_id, case_id, channel, request_key, caller_type, from_number, received_at)
SELECT uuidv7(c.arrived_at - now()), c.hub_id, c.id, 'telephone',
  'CA' || replace(c.id::text, '-', ''), c.caller_type, c.call_back_number, c.arrived_at
FROM "case" c WHERE c.hub_id = %(hub)s AND c.state = 'closed'
"""


def close_many(database_url: str, hub: BenchHub, number: int) -> None:
    """Add closed cases and their contacts to a hub: one closed every second until now."""
    with psycopg.connect(database_url) as connection:
        given = {
            "hub": hub.id,
            "number": number,
            "callers": list(hub.callers),
            "known": len(hub.callers),
        }
        connection.execute("SET LOCAL work_mem = '64MB'")
        connection.execute(CLOSED_CASES, given)
        connection.execute(CLOSED_CONTACTS, given)


def tidy(database_url: str) -> None:
    """What the database does for itself within a minute: count rows, and mark pages as settled."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")
