"""What Twilio understands of the documents we send: elements, attributes, values, nesting.

Only what we use. Written from Twilio's reference pages; the library that builds the documents
checks none of it.
"""

import re
from xml.etree import ElementTree as ET

URL = re.compile(r"https?://[^\s#]+(#(ct|rt|rc|rp)=[a-z0-9,&=]+)?")
NUMBER = re.compile(r"\d+")
TEXT = re.compile(r".+", re.DOTALL)
POST = re.compile(r"POST|GET")
BOOL = re.compile(r"true|false")

VOICES = re.compile(
    r"Polly\.(Amy|Brian|Emma)(-Neural)?|Polly\.(Amy-Generative|Arthur-Neural)"
    r"|Google\.en-GB-(Neural2|Standard|Wavenet)-[ABCDFNO]"
)


def words(*allowed: str) -> re.Pattern[str]:
    """Any of these, separated by blanks."""
    one = "|".join(allowed)
    return re.compile(rf"({one})( ({one}))*")


ATTRIBUTES: dict[str, dict[str, re.Pattern[str]]] = {
    "Response": {},
    "Say": {"voice": VOICES, "language": re.compile("en-GB"), "loop": NUMBER},
    "Play": {"loop": NUMBER},
    "Pause": {"length": NUMBER},
    "Gather": {
        "input": words("dtmf", "speech"),
        "numDigits": NUMBER,
        "timeout": NUMBER,
        "action": URL,
        "method": POST,
        "language": re.compile("en-GB"),
    },
    "Enqueue": {"action": URL, "method": POST, "waitUrl": URL, "waitUrlMethod": POST},
    "Redirect": {"method": POST},
    "Dial": {
        "action": URL,
        "method": POST,
        "callerId": re.compile(r"\+\d{8,15}"),
        "timeout": NUMBER,
    },
    "Conference": {
        "startConferenceOnEnter": BOOL,
        "endConferenceOnExit": BOOL,
        "beep": re.compile("true|false|onEnter|onExit"),
        "participantLabel": TEXT,
        "waitUrl": URL,
        "waitMethod": POST,
        "statusCallback": URL,
        "statusCallbackMethod": POST,
        "statusCallbackEvent": words(
            "start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement"
        ),
        "record": words("do-not-record", "record-from-start"),
        "trim": words("trim-silence", "do-not-trim"),
        "recordingStatusCallback": URL,
        "recordingStatusCallbackMethod": POST,
        "recordingStatusCallbackEvent": words("in-progress", "completed", "absent"),
    },
    "Reject": {"reason": words("rejected", "busy")},
    "Leave": {},
    "Hangup": {},
}

CHILDREN: dict[str, set[str]] = {
    "Response": set(ATTRIBUTES) - {"Response", "Conference"},
    "Gather": {"Say", "Play", "Pause"},
    "Dial": {"Conference"},
}

# Where Twilio allows less than a whole document may hold.
WHILE_QUEUED = {"Play", "Say", "Pause", "Hangup", "Redirect", "Leave", "Gather"}
WHILE_HELD = {"Play", "Say", "Pause", "Redirect"}


def faults(document: str) -> list[str]:
    """Everything in a document that Twilio would ignore or refuse; nothing if it is good."""
    root = ET.fromstring(document)
    return (["not a Response"] if root.tag != "Response" else []) + list(_faults(root))


def verbs(document: str) -> list[str]:
    """The verbs of a document in order."""
    return [each.tag for each in ET.fromstring(document)]


def _faults(element: ET.Element) -> list[str]:
    if element.tag not in ATTRIBUTES:
        return [f"no element {element.tag}"]
    found = []
    for name, value in element.attrib.items():
        pattern = ATTRIBUTES[element.tag].get(name)
        if pattern is None:
            found.append(f"no attribute {element.tag}.{name}")
        elif not pattern.fullmatch(value):
            found.append(f"{element.tag}.{name} cannot be {value!r}")
    for child in element:
        if child.tag not in CHILDREN.get(element.tag, set()):
            found.append(f"{child.tag} inside {element.tag}")
        found.extend(_faults(child))
    return found
