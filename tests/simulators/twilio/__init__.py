"""Twilio, played by us: it runs our documents, signs its webhooks and misbehaves on request."""
