"""How gunicorn runs a live process: one gevent worker, for sockets and nothing else.

Usage: gunicorn -c config/gunicorn_live.py "wsgi:live()"; for more screens, start more of them
behind one address: they are joined by Redis.
"""

from config.logging import logging_config
from config.settings import settings_of_process

_settings = settings_of_process()

bind = f"{_settings.serving.host}:{_settings.serving.live_port}"
worker_class = "gevent"
# Socket.IO's polling needs every request of one screen at one worker.
workers = 1
worker_connections = 2000
timeout = 30
# Screens reconnect by themselves; waiting for their sockets to end would only delay a deployment.
graceful_timeout = 2
keepalive = 75
accesslog = None
logconfig_dict = logging_config(_settings.web.log_level)
control_socket_disable = True
proc_name = "frontdoor-live"
