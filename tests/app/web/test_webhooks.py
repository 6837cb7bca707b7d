"""The guard of Twilio's addresses: forged, unsigned or malformed is refused, counted, unwritten."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from prometheus_client import REGISTRY
from sqlalchemy.exc import OperationalError
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.foundation.problems import Conflict, NotAllowed, NotFound
from app.web import errors, following
from app.web.forms import csrf
from app.web.webhooks import Kind, Parameters, from_twilio
from config.settings import Settings

CALL = "CA" + "5f" * 16
FAULTS: dict[str, Exception] = {
    "problem": NotFound(),
    "conflict": Conflict("taken"),
    "refusal": NotAllowed("no"),
    "bug": KeyError("x"),
    "database": OperationalError("select", {}, Exception("gone")),
}


class Desk:
    """A small app with one guarded address for each kind, and what reached its view."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.seen: list[tuple[Parameters, str]] = []
        self.app = Flask("webhooks")
        self.app.extensions["settings"] = settings
        self.app.secret_key = "tests-only"
        following.follow(self.app)
        csrf.init_app(self.app)
        errors.handle_errors(self.app, settings.storage.open_cases)
        self.plant("voice.inbound", "/telephony/inbound/<token>")
        self.plant("conference.status", "/telephony/conference/<token>")
        self.plant("sms.status", "/telephony/text-status/<token>")
        self.client: FlaskClient = self.app.test_client()

    def plant(self, kind: Kind, rule: str) -> None:
        @from_twilio(kind)
        def view(parameters: Parameters, token: str) -> ResponseReturnValue:
            if token in FAULTS:
                raise FAULTS[token]
            self.seen.append((parameters, token))
            return "", 204

        self.app.add_url_rule(rule, kind.replace(".", "_"), view, methods=["POST"])

    def sign(self, target: str, fields: dict[str, object], token: str | None = None) -> str:
        validator = RequestValidator(token or self.settings.twilio.auth_token)
        url = self.settings.web.public_url + target
        return str(validator.compute_signature(url, MultiDict(fields)))

    def post(
        self,
        fields: dict[str, object],
        target: str = "/telephony/inbound/t0",
        signature: str | None = None,
    ) -> TestResponse:
        header = self.sign(target, fields) if signature is None else signature
        return self.client.post(target, data=fields, headers={"X-Twilio-Signature": header})

    def fields(self, **more: object) -> dict[str, object]:
        return {"AccountSid": self.settings.twilio.account_sid, "CallSid": CALL, **more}


@pytest.fixture
def desk(settings: Settings) -> Desk:
    return Desk(settings)


def refused(kind: str, reason: str) -> float:
    labels = {"kind": kind, "reason": reason}
    return REGISTRY.get_sample_value("frontdoor_webhooks_refused_total", labels) or 0.0


def test_a_signed_request_reaches_its_view_with_every_field_it_had(desk: Desk) -> None:
    sent = desk.fields(From="+447700900214", FromCity="", Invented="new", Name=["b", "a"])
    assert desk.post(sent).status_code == 204
    [(parameters, token)] = desk.seen
    assert token == "t0"
    assert parameters == {
        "AccountSid": desk.settings.twilio.account_sid,
        "CallSid": CALL,
        "From": "+447700900214",
        "FromCity": "",
        "Invented": "new",
        "Name": "b",
        "Name[1]": "a",
    }


@pytest.mark.parametrize("signature", ["", "AAAA", "bm90IGEgc2lnbmF0dXJl"])
def test_a_forged_request_is_refused_and_counted(desk: Desk, signature: str) -> None:
    reason = "signature" if signature else "unsigned"
    before = refused("voice.inbound", reason)
    assert desk.post(desk.fields(), signature=signature).status_code == 403
    assert refused("voice.inbound", reason) == before + 1
    assert not desk.seen


def test_a_request_without_the_header_is_refused(desk: Desk) -> None:
    assert desk.client.post("/telephony/inbound/t0", data=desk.fields()).status_code == 403


def test_one_changed_field_spoils_the_signature(desk: Desk) -> None:
    signature = desk.sign("/telephony/inbound/t0", desk.fields(From="+447700900214"))
    changed = desk.fields(From="+447700900215")
    assert desk.post(changed, signature=signature).status_code == 403


def test_a_signature_of_another_address_is_refused(desk: Desk) -> None:
    signature = desk.sign("/telephony/inbound/t1", desk.fields())
    assert desk.post(desk.fields(), signature=signature).status_code == 403


def test_the_address_is_taken_as_it_came_and_not_decoded(desk: Desk) -> None:
    target = "/telephony/inbound/caf%C3%A9%7E"
    assert desk.post(desk.fields(), target).status_code == 204


def test_hosts_named_by_whoever_asks_are_not_believed(desk: Desk) -> None:
    fields = desk.fields()
    validator = RequestValidator(desk.settings.twilio.auth_token)
    forged = validator.compute_signature("https://evil.example/telephony/inbound/t0", fields)
    answer = desk.client.post(
        "/telephony/inbound/t0",
        data=fields,
        base_url="https://evil.example",
        headers={"X-Twilio-Signature": forged, "X-Forwarded-Host": "evil.example"},
    )
    assert answer.status_code == 403


def test_a_signed_request_for_another_account_is_refused(desk: Desk) -> None:
    before = refused("voice.inbound", "account")
    assert desk.post(desk.fields(AccountSid="AC" + "ab" * 16)).status_code == 403
    assert refused("voice.inbound", "account") == before + 1


@pytest.mark.parametrize(
    "broken",
    [{"CallSid": ""}, {"CallSid": "CA123"}, {"AccountSid": ""}, {"From": "a\x00b"}],
)
def test_a_signed_request_that_lacks_what_its_kind_has_is_malformed(
    desk: Desk, broken: dict[str, object]
) -> None:
    assert desk.post(desk.fields(**broken)).status_code == 400
    assert not desk.seen


def test_each_kind_needs_its_own_id(desk: Desk) -> None:
    room = desk.fields(ConferenceSid="CF" + "5f" * 16)
    assert desk.post(room, "/telephony/conference/t0").status_code == 204
    assert desk.post(desk.fields(), "/telephony/conference/t0").status_code == 400
    text = desk.fields(MessageSid="SM" + "5f" * 16)
    assert desk.post(text, "/telephony/text-status/t0").status_code == 204
    assert desk.post(desk.fields(), "/telephony/text-status/t0").status_code == 400


def test_json_is_refused_whatever_an_empty_form_would_be_signed_with(desk: Desk) -> None:
    target = "/telephony/inbound/t0"
    answer = desk.client.post(
        target,
        data=json.dumps(desk.fields()),
        content_type="application/json",
        headers={"X-Twilio-Signature": desk.sign(target, {})},
    )
    assert answer.status_code == 403


def test_a_fault_of_ours_is_answered_so_that_twilio_asks_again(desk: Desk) -> None:
    for token in FAULTS:
        answer = desk.post(desk.fields(), f"/telephony/inbound/{token}")
        assert answer.status_code in {500, 503}, token
        assert answer.mimetype == "text/plain"
        assert "Traceback" not in answer.get_data(as_text=True)


def test_a_replay_is_let_in_because_its_key_makes_it_harmless(desk: Desk) -> None:
    assert [desk.post(desk.fields()).status_code for _ in range(2)] == [204, 204]
