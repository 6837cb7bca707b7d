"""What we ask of Twilio when a webhook does not get through: time-outs and retries.

Twilio takes them from a fragment of our URL and removes it before it calls and before it signs.
Left alone it retries once and only when no connection was made, so a fault of ours that answers
500 would lose the event for good.
"""

from urllib.parse import urlsplit

# Two tries fit under the 15 s after which the caller would hear the fallback: 2 x (1.5 + 5).
_ANSWER = "ct=1500&rt=5000&rc=1&rp=ct,rt,5xx"
_NOTICE = "rc=3&rp=ct,rt,5xx"


def for_answer(url: str) -> str:
    """Where a caller waits for our document: fail fast, try once more.

    A second try may follow a first that was carried out, so the route must be safe to run twice.
    """
    return f"{absolute(url)}#{_ANSWER}"


def for_notice(url: str) -> str:
    """Where Twilio only tells us something: nobody waits, so try three times more."""
    return f"{absolute(url)}#{_NOTICE}"


def absolute(url: str) -> str:
    """The same URL, if Twilio can use it: a whole one, and without a fragment of its own."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.fragment:
        raise ValueError(f"Twilio needs a whole URL without a fragment, not {url!r}")
    return url
