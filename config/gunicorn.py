"""How gunicorn serves pages and webhooks: several processes, each with threads.

Usage: python -m gunicorn -c config/gunicorn.py "wsgi:web()"
"""

from config.logging import logging_config
from config.settings import settings_of_process

_settings = settings_of_process()

bind = f"{_settings.serving.host}:{_settings.serving.port}"
worker_class = "gthread"
workers = _settings.serving.workers
threads = _settings.serving.threads
# loaded before the fork, the app's connections would be shared by all workers
preload_app = False
# longer than the balancer in front keeps an idle connection, so that it and not we end it
keepalive = 75
# a webhook has 15 s in all; a worker that is silent for twice that is replaced
timeout = 30
# what was begun is finished: a webhook cut off is retried, a form sent is not
graceful_timeout = 10
accesslog = None
logconfig_dict = logging_config(_settings.web.log_level)
proc_name = "frontdoor-web"
control_socket_disable = True
