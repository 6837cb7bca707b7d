"""Everything we ask of the telephone network, in our own words.

Nothing here may be repeated blindly after `NoAnswer`: a call or a text asked for twice rings or
arrives twice. Look first, with `find_calls_to` or `messages_to`.
"""

from app.integrations.twilio.calls import Calls
from app.integrations.twilio.queues import Queues
from app.integrations.twilio.recordings import Recordings
from app.integrations.twilio.rooms import Rooms
from app.integrations.twilio.texts import Texts


class Telephone(Calls, Queues, Rooms, Recordings, Texts):
    """One Twilio account, with all that it can be asked for.

    Every method raises `Refused` (a no; `Gone` and `TooMany` are kinds of it) or `NoAnswer`
    (silence: unknown; `NotReached` if certainly nothing was sent).
    """
