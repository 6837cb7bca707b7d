"""The simulator as one small server: REST, its own controls and the simulated handset."""

import logging

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from tests.simulators.twilio.admin import admin
from tests.simulators.twilio.exchange import Exchange
from tests.simulators.twilio.rest_calls import rest
from tests.simulators.twilio.rest_rooms import rooms


class Handler(WSGIRequestHandler):
    """Keeps connections open, and does not make small answers wait for each other."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: the app under test is what one wants to read about."""


def create_app(exchange: Exchange) -> Flask:
    """The WSGI application around one exchange."""
    app = Flask("twilio-simulator")
    app.extensions["exchange"] = exchange
    for blueprint in (rest, rooms, admin):
        app.register_blueprint(blueprint)
    return app


def serve(exchange: Exchange, port: int, host: str = "127.0.0.1") -> BaseWSGIServer:
    """A server that is bound and ready to `serve_forever`."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    return make_server(host, port, create_app(exchange), threaded=True, request_handler=Handler)
