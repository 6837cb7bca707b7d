"""Writes the document for Twilio's fallback URL, to be hosted anywhere but with us.

Usage: python -m app.integrations.twilio.fallback --number +441632960999 > fallback.xml
"""

import argparse
import sys

from app.integrations.twilio.documents import Audio, Prompt, Voice, static_fallback

_WORDS = (
    "You have reached the urgent care coordination hub. Our main system is not answering. "
    "Please hold while we connect you to a person."
)


def main(arguments: list[str] | None = None) -> None:
    """Read what the document shall say from the command line, and write it out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", required=True, help="the number that a person answers")
    parser.add_argument("--text", default=_WORDS)
    parser.add_argument("--audio", help="address of a sound file to play instead of the text")
    parser.add_argument("--voice", default="Polly.Amy-Neural")
    chosen = parser.parse_args(arguments)
    prompt: Prompt = Audio(chosen.audio) if chosen.audio else chosen.text
    sys.stdout.write(static_fallback(Voice(chosen.voice), prompt, chosen.number))


if __name__ == "__main__":
    main()
