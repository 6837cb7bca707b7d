"""Starts the simulator: python -m tests.simulators.twilio --port N --app-base URL.

Its numbers are set up as ours should be: addresses that ask for retries, and a fallback that is
not hosted by the app.
"""

import argparse
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import replace

from app.integrations.twilio.documents import Voice, static_fallback
from app.integrations.twilio.overrides import for_answer, for_notice
from tests.simulators.twilio.account import (
    AUTH_TOKEN,
    Credentials,
    RealAccountError,
    refuse_real_accounts,
)
from tests.simulators.twilio.exchange import Exchange, Number
from tests.simulators.twilio.server import serve

# A thread for each leg: the default of 8 MB of stack would be reserved for nothing.
_STACK = 256 * 1024


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, refuse to stand beside a real account, and serve until stopped."""
    chosen = _parser().parse_args(arguments)
    try:
        refuse_real_accounts(chosen.account_sid, os.environ)  # noqa: TID251 - it must look there
    except RealAccountError as refusal:
        print(f"refused: {refusal}", file=sys.stderr)
        return 2
    threading.stack_size(_STACK)
    base = chosen.app_base.rstrip("/")

    def at(path: str, wish: Callable[[str], str]) -> str:
        return wish(base + path) if path else ""

    exchange = Exchange(
        Credentials(
            account_sid=chosen.account_sid,
            auth_token=chosen.auth_token,
            key_sid=chosen.key_sid,
            key_secret=chosen.key_secret,
            application_sid=chosen.application_sid,
        ),
        Number(
            voice_url=at(chosen.voice_path, for_answer),
            status_url=at(chosen.status_path, for_notice),
            sms_url=at(chosen.sms_path, for_notice),
        ),
        client_url=at(chosen.client_path, for_answer),
        speed=chosen.speed,
        calls_per_second=chosen.calls_per_second,
    )
    server = serve(exchange, chosen.port, chosen.host)
    if chosen.fallback_number:
        exchange.fallback = static_fallback(
            Voice("Polly.Amy-Neural"), "Please hold for a person.", chosen.fallback_number
        )
        here = f"http://{chosen.host}:{server.port}/_fallback"
        exchange.default = replace(exchange.default, fallback_url=here)
    print(f"Twilio simulator on http://{chosen.host}:{server.port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
    return 0


def _parser() -> argparse.ArgumentParser:
    own = Credentials()
    parser = argparse.ArgumentParser(prog="tests.simulators.twilio", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--app-base", required=True, help="where the app is, as Twilio calls it")
    parser.add_argument("--account-sid", default=own.account_sid)
    parser.add_argument("--auth-token", default=AUTH_TOKEN)
    parser.add_argument("--key-sid", default=own.key_sid)
    parser.add_argument("--key-secret", default=own.key_secret)
    parser.add_argument("--application-sid", default=own.application_sid)
    parser.add_argument("--voice-path", default="/telephony/inbound")
    parser.add_argument("--client-path", default="/telephony/client")
    parser.add_argument("--status-path", default="/telephony/number-status")
    parser.add_argument("--sms-path", default="/telephony/text-in")
    parser.add_argument("--fallback-number", help="host the static document that dials it")
    parser.add_argument("--speed", type=float, default=1.0, help="simulated seconds in a second")
    parser.add_argument("--calls-per-second", type=float, default=1.0)
    return parser


if __name__ == "__main__":
    sys.exit(main())
