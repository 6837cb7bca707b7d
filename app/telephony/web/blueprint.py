"""The blueprint of telephony, on which its pages and webhooks are hung."""

from flask import Blueprint

blueprint = Blueprint("telephony", "app.telephony", template_folder="templates")
