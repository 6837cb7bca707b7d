"""How gunicorn serves the web; the live process takes the same, with `-k gevent -w 1`.

The application is not loaded before the fork: connections would be shared, and gevent must patch
the standard library before anything of ours is imported.
"""

from config.settings import settings_of_process

_settings = settings_of_process()

bind = _settings.server.bind
worker_class = "gthread"
workers = _settings.server.workers
threads = _settings.server.threads
preload_app = False
# above the keep-alive of the balancers in front, so that they and not we end an idle connection
keepalive = 75
# a webhook has 15 s in all; a worker that is silent for twice that is replaced
timeout = 30
graceful_timeout = 10
accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True
