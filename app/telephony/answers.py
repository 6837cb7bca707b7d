"""What a leg hears next, decided in a transaction and put into a document outside it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Next(StrEnum):
    """What happens to the leg now."""

    MENU = "menu"
    GREET_AND_QUEUE = "greet_and_queue"
    QUEUE = "queue"
    QUEUE_AGAIN = "queue_again"
    WAIT = "wait"
    WAIT_ONLY = "wait_only"
    LEAVE_QUEUE = "leave_queue"
    CALL_BACK_PROMISED = "call_back_promised"
    FALLBACK = "fallback"
    ROOM = "room"
    ASK_COLLEAGUE = "ask_colleague"
    ASK_THIRD_PARTY = "ask_third_party"
    GOODBYE = "goodbye"
    HANG_UP = "hang_up"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to the carrier. The same rows give the same answer, however often it asks.

    Attributes:
        step: of the leg; it stands in the addresses of the document.
        room: the room to go into.
        label: what the leg is called in the room.
        reference: how the case is spoken of to a colleague: its number, and nothing else.
    """

    next: Next
    leg_id: UUID | None = None
    step: int = 0
    room: str = ""
    label: str = ""
    reference: str = ""


NOTHING = Answer(Next.NOTHING)
HANG_UP = Answer(Next.HANG_UP)
