"""A partner's page gone wild cannot fill the queue, and a form sent twice counts once."""

from datetime import timedelta

import pytest
from flask import Flask

from app.accounts.actions import Allowance
from app.accounts.states import Role
from app.cases import queries
from app.cases.web import referring
from app.foundation.identifiers import new_id
from app.foundation.transaction import Transaction
from app.terms.caller import CallerType
from tests.builders.accounts import a_member_of_staff, signed_in
from tests.builders.directory import an_open_hub, an_organisation


def test_more_referrals_than_anybody_needs_are_refused_with_a_way_on(
    app: Flask, tx: Transaction, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(referring, "MOST", Allowance(2, timedelta(hours=1)))
    hub = an_open_hub(tx)
    surgery = an_organisation(tx, hub.id, CallerType.GP_PRACTICE, "Fernbank Practice")
    roles = (Role.GP_PRACTICE,)
    client = signed_in(app, a_member_of_staff(tx, hub.id, roles=roles, ods_code=surgery.ods_code))

    def send(key: str) -> int:
        sent = {
            "request_key": key,
            "caller_name": "Dr Foss",
            "call_back_number": "01632 960220",
            "where_now": "14 Weir Lane, Millbeck",
            "need": "Fall, no injury",
            "flags_asked": "y",
        }
        return client.post("/refer", data=sent).status_code

    first = str(new_id())
    assert [send(first), send(first), send(str(new_id()))] == [200, 200, 200]
    assert send(str(new_id())) == 429
    assert len(queries.board(tx, hub.id)) == 2
