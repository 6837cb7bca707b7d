"""Whether a webhook really came from Twilio. When in doubt, it did not."""

from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from twilio.request_validator import RequestValidator


class _Fields(dict[str, list[str]]):
    """Form fields as they came: every value of a repeated name, empty ones too."""

    def getlist(self, name: str) -> list[str]:
        return self[name]


def verify(  # noqa: PLR0913 - what is signed, and by whom
    public_base: str,
    raw_target: str,
    form: Iterable[tuple[str, str]],
    header: str | None,
    tokens: Iterable[str],
    *,
    json_body: bytes | None = None,
) -> bool:
    """Whether `header` is Twilio's signature of this request.

    The URL is put together from the address that Twilio was given and the request target as it
    came over the wire, because what a web framework makes of it has been decoded and no longer
    matches. Twilio's library raises on a missing header and on JSON without its hash, and takes
    JSON given as an empty form for valid whatever the body says: all three are refused here.

    Args:
        public_base: Scheme and host that Twilio was told, as `https://hub.example`.
        raw_target: Path and query exactly as received, never decoded.
        form: Every field of the form, in any order, blanks and repeats included.
        header: `X-Twilio-Signature`, or None where it was absent.
        tokens: The account's primary token and, during a change-over, the secondary.
        json_body: The bytes of the body when it is JSON; the form is then not looked at.
    """
    if not header or not raw_target.startswith("/"):
        return False
    url = public_base.rstrip("/") + raw_target
    signed: _Fields | str
    if json_body is None:
        signed = _fields(form)
    else:
        if "bodySHA256" not in parse_qs(urlsplit(url).query):
            return False
        try:
            signed = json_body.decode()
        except UnicodeDecodeError:
            return False
    # An empty token would be a key that anybody can sign with.
    return any(
        RequestValidator(token).validate(url, signed, header) for token in tokens if token.strip()
    )


def _fields(form: Iterable[tuple[str, str]]) -> _Fields:
    fields = _Fields()
    for name, value in form:
        fields.setdefault(name, []).append(value)
    return fields
