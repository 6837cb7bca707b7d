"""Webhooks that only tell: progress, conferences, recordings, texts. Nobody waits for a word."""

from uuid import UUID

from flask import Response

from app.foundation.actor import SERVICE
from app.foundation.transaction import transaction
from app.integrations.twilio import documents as twiml
from app.telephony import actions
from app.telephony.web import documents
from app.telephony.web.blueprint import blueprint
from app.web.webhooks import Parameters, from_twilio


@blueprint.post("/telephony/status/<uuid:leg_id>")
@from_twilio("voice.status")
def status(parameters: Parameters, leg_id: UUID) -> Response:
    """How a call that we ordered goes."""
    with transaction(SERVICE) as tx:
        actions.progress(tx, leg_id, parameters)
    return _heard()


@blueprint.post("/telephony/number-status")
@from_twilio("voice.status")
def number_status(parameters: Parameters) -> Response:
    """A call that rang in is over."""
    with transaction(SERVICE) as tx:
        actions.number_progress(tx, parameters)
    return _heard()


@blueprint.post("/telephony/conference/<room_name>")
@from_twilio("conference.status")
def conference(parameters: Parameters, room_name: str) -> Response:
    """Somebody came into a room, left it, or is on hold."""
    number = parameters.get("SequenceNumber", "")
    with transaction(SERVICE) as tx:
        actions.happened(
            tx,
            actions.RoomEvent(
                room=room_name,
                conference_sid=parameters["ConferenceSid"],
                sequence=int(number) if number.isdigit() else 0,
                event=parameters.get("StatusCallbackEvent", ""),
                call_sid=parameters.get("CallSid"),
                parameters=parameters,
            ),
        )
    return _heard()


@blueprint.post("/telephony/recording/<room_name>")
@from_twilio("recording.status")
def recording(parameters: Parameters, room_name: str) -> Response:
    """A recording is ready, or there is none."""
    with transaction(SERVICE) as tx:
        actions.recording_status(tx, room_name, parameters)
    return _heard()


@blueprint.post("/telephony/text-in")
@from_twilio("sms.inbound")
def text_in(parameters: Parameters) -> Response:
    """A text reached one of our numbers; an answer is a job's, so that a retry sends none."""
    with transaction(SERVICE) as tx:
        actions.text_in(tx, parameters)
    return documents.xml(twiml.empty())


@blueprint.post("/telephony/text-status/<uuid:text_id>")
@from_twilio("sms.status")
def text_status(parameters: Parameters, text_id: UUID) -> Response:  # noqa: ARG001  # the address
    """How a text of ours goes."""
    with transaction(SERVICE) as tx:
        actions.text_status(tx, parameters)
    return _heard()


def _heard() -> Response:
    return Response(status=204)
