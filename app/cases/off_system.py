"""The list of open cases for the day the database is away: written, sealed, opened again."""

import base64
import csv
import hashlib
import io
import os
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken

from app.cases import queries
from app.directory import queries as directory
from app.foundation.problems import Invalid
from app.foundation.transaction import Transaction
from app.patients import queries as patients
from app.terms import moments
from app.terms.caller import CallerType

HEADINGS = (
    "Case",
    "Priority",
    "Due",
    "State",
    "Patient",
    "Born",
    "Where now",
    "Need",
    "Caller",
    "Ring back",
    "Arrived",
)
_SALT_BYTES = 16


def listed(tx: Transaction, hub_id: UUID) -> tuple[str, str]:
    """The hub's code, and its open cases as CSV, most urgent first.

    A restricted patient is initials, band and times: the list is read far from here.
    """
    hub = directory.hub(tx, hub_id)
    cases = queries.board(tx, hub_id)
    people = patients.patients(tx, [case.patient_id for case in cases if case.patient_id])
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([f"{hub.name}: open cases at {moments.moment(tx.now, tx.now)}", len(cases)])
    writer.writerow(HEADINGS)
    for case in cases:
        person = people.get(case.patient_id) if case.patient_id else None
        hidden = person is not None and person.restricted
        writer.writerow(
            [
                f"{hub.code}-{case.number}",
                f"P{case.band}",
                moments.moment(case.due_at, tx.now),
                case.state.replace("_", " "),
                patients.listed_name(person),
                moments.day(person.born_on) if person and person.born_on and not hidden else "",
                "" if hidden else case.where_now,
                "Restricted" if hidden else case.need,
                "Restricted"
                if hidden
                else f"{CallerType(case.caller_type).spoken} {case.caller_line}".strip(),
                "" if hidden else case.call_back_number or "",
                moments.moment(case.arrived_at, tx.now),
            ]
        )
    return hub.code, out.getvalue()


def sealed(text: str, key: str) -> bytes:
    """Encrypt a list with a pass phrase (scrypt, then Fernet); the salt leads."""
    salt = os.urandom(_SALT_BYTES)
    return salt + Fernet(_derived(key, salt)).encrypt(text.encode())


def opened(content: bytes, key: str) -> str:
    """Decrypt a list.

    Raises:
        Invalid: the pass phrase is not the one it was sealed with, or the file is damaged.
    """
    salt, token = content[:_SALT_BYTES], content[_SALT_BYTES:]
    try:
        return Fernet(_derived(key, salt)).decrypt(token).decode()
    except InvalidToken as wrong:
        raise Invalid(
            "That pass phrase does not open this list, or the file is damaged."
        ) from wrong


def _derived(key: str, salt: bytes) -> bytes:
    return base64.urlsafe_b64encode(
        hashlib.scrypt(key.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)
    )
