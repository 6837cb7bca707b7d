"""What every answer tells the browser about whom to trust, and what not to keep."""

from flask import Flask, Response

from config.settings import Settings

_VOICE_CONNECT = (
    "https://eventgw.twilio.com",
    "wss://voice-js.roaming.twilio.com",
    "https://media.twiliocdn.com",
    "https://sdk.twilio.com",
)
_VOICE_MEDIA = ("mediastream:", "https://media.twiliocdn.com", "https://sdk.twilio.com")
HALF_A_YEAR = 15_768_000


def content_policy(settings: Settings) -> str:
    """The content security policy: our own origin, the socket's, and the voice kit's by name."""
    live = settings.web.live_url
    connect = ["'self'", live, live.replace("http", "ws", 1)]
    if settings.twilio.simulated and settings.twilio.api_url:
        # the simulated handset speaks to the simulator; it is served only beside it
        connect += [settings.twilio.api_url, settings.twilio.api_url.replace("http", "ws", 1)]
    else:
        connect += _VOICE_CONNECT
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": connect,
        "media-src": ["'self'", "blob:", *_VOICE_MEDIA],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())


def set_headers(app: Flask, settings: Settings) -> None:
    """Put the headers on every answer of the app."""
    always = {
        "Content-Security-Policy": content_policy(settings),
        "Permissions-Policy": "microphone=(self), camera=(), geolocation=(), payment=()",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if settings.web.secure:
        always["Strict-Transport-Security"] = f"max-age={HALF_A_YEAR}; includeSubDomains"

    @app.after_request
    def tell(response: Response) -> Response:
        for name, value in always.items():
            response.headers.setdefault(name, value)
        # any page may name a patient, so no page is kept; assets say otherwise themselves
        response.headers.setdefault("Cache-Control", "no-store")
        return response
