"""Webhooks that a caller waits for: greeting, menu, queue, room. Each is one transaction."""

from uuid import UUID

from flask import Response

from app.foundation.actor import SERVICE
from app.foundation.transaction import transaction
from app.telephony import actions
from app.telephony.web import documents
from app.telephony.web.blueprint import blueprint
from app.web.webhooks import Parameters, from_twilio


@blueprint.post("/telephony/inbound")
@from_twilio("voice.inbound")
def inbound(parameters: Parameters) -> Response:
    """A number of ours rings."""
    with transaction(SERVICE) as tx:
        answer = actions.receive(
            tx,
            actions.Inbound(
                call_sid=parameters["CallSid"],
                from_=parameters.get("From", ""),
                to=parameters.get("To", ""),
                parameters=parameters,
            ),
        )
    return documents.spoken(answer)


@blueprint.post("/telephony/menu/<uuid:leg_id>")
@from_twilio("voice.gather_action")
def menu(parameters: Parameters, leg_id: UUID) -> Response:
    """The caller pressed a key, or none."""
    with transaction(SERVICE) as tx:
        answer = actions.choose(tx, leg_id, parameters)
    return documents.spoken(answer)


@blueprint.post("/telephony/wait/<uuid:leg_id>/<int:step>")
@from_twilio("voice.enqueue_wait")
def wait(parameters: Parameters, leg_id: UUID, step: int) -> Response:
    """The caller waits, and asks again every half minute what to hear."""
    with transaction(SERVICE) as tx:
        answer = actions.wait(tx, leg_id, step, parameters)
    return documents.spoken(answer)


@blueprint.post("/telephony/waiting-choice/<uuid:leg_id>/<int:step>")
@from_twilio("voice.gather_action")
def waiting_choice(parameters: Parameters, leg_id: UUID, step: int) -> Response:
    """The caller pressed a key while waiting."""
    with transaction(SERVICE) as tx:
        answer = actions.choose_waiting(tx, leg_id, step, parameters)
    return documents.spoken(answer)


@blueprint.post("/telephony/queue-left/<uuid:leg_id>/<int:step>")
@from_twilio("voice.enqueue_action")
def queue_left(parameters: Parameters, leg_id: UUID, step: int) -> Response:
    """The caller is out of the queue."""
    with transaction(SERVICE) as tx:
        answer = actions.leave_queue(tx, leg_id, step, parameters)
    return documents.spoken(answer)


@blueprint.post("/telephony/fallback-used/<uuid:leg_id>/<int:step>")
@from_twilio("voice.dial_action")
def fallback_used(parameters: Parameters, leg_id: UUID, step: int) -> Response:
    """The fallback number was rung for a caller whom the queue could not hold."""
    with transaction(SERVICE) as tx:
        answer = actions.leave_fallback(tx, leg_id, step, parameters)
    return documents.spoken(answer)


@blueprint.post("/telephony/requeue/<uuid:leg_id>/<int:step>")
@from_twilio("voice.inbound")
def requeue(parameters: Parameters, leg_id: UUID, step: int) -> Response:
    """A caller whom we moved is put into the queue again."""
    with transaction(SERVICE) as tx:
        answer = actions.queue_again(tx, leg_id, step, parameters)
    return documents.spoken(answer)


@blueprint.post("/telephony/room/<uuid:leg_id>/<int:step>")
@from_twilio("voice.inbound")
def room(parameters: Parameters, leg_id: UUID, step: int) -> Response:
    """A caller whom we took out of the queue goes into the room."""
    with transaction(SERVICE) as tx:
        answer = actions.into_room(tx, leg_id, step, parameters)
    return documents.spoken(answer)


@blueprint.post("/telephony/room-left/<uuid:leg_id>/<int:step>")
@from_twilio("voice.dial_action")
def room_left(parameters: Parameters, leg_id: UUID, step: int) -> Response:
    """A leg came out of a room."""
    with transaction(SERVICE) as tx:
        answer = actions.left_room(tx, leg_id, step, parameters)
    return documents.spoken(answer)


@blueprint.post("/telephony/hold/<room_name>")
@from_twilio("voice.hold")
def hold(parameters: Parameters, room_name: str) -> Response:  # noqa: ARG001  # the guard's
    """What somebody on hold hears."""
    return documents.xml(documents.hold_music())


@blueprint.post("/telephony/alone/<room_name>")
@from_twilio("voice.hold")
def alone(parameters: Parameters, room_name: str) -> Response:  # noqa: ARG001  # the guard's
    """What somebody alone in a room hears."""
    return documents.xml(documents.alone())


@blueprint.post("/telephony/client")
@from_twilio("voice.browser")
def client(parameters: Parameters) -> Response:
    """A browser rings in, with a claim to a room."""
    with transaction(SERVICE) as tx:
        answer = actions.browser_rings(
            tx,
            actions.Browser(
                call_sid=parameters["CallSid"],
                identity=parameters.get("From", "").removeprefix("client:"),
                claim=parameters.get("claim", ""),
                parameters=parameters,
            ),
        )
    return documents.spoken(answer)


@blueprint.post("/telephony/desk-phone/<uuid:order_id>")
@blueprint.post("/telephony/screen/<uuid:order_id>")
@blueprint.post("/telephony/control/<uuid:order_id>")
@blueprint.post("/telephony/called-back/<uuid:order_id>")
@from_twilio("voice.screen")
def ordered_leg(parameters: Parameters, order_id: UUID) -> Response:
    """A call that we ordered was picked up."""
    with transaction(SERVICE) as tx:
        answer = actions.ordered_leg_answers(tx, order_id, parameters)
    return documents.spoken(answer)


@blueprint.post("/telephony/desk-phone-pressed/<uuid:order_id>")
@blueprint.post("/telephony/screened/<uuid:order_id>")
@from_twilio("voice.gather_action")
def pressed(parameters: Parameters, order_id: UUID) -> Response:
    """A key was pressed on a call that we ordered."""
    with transaction(SERVICE) as tx:
        answer = actions.ordered_leg_pressed(tx, order_id, parameters)
    return documents.spoken(answer)
