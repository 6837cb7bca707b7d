"""Routes of telephony: webhooks of the carrier, and the buttons of a call."""

from app.telephony.web import calling, commanding, telling
from app.telephony.web.blueprint import blueprint

__all__ = ["blueprint", "calling", "commanding", "telling"]
