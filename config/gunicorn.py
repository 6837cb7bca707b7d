"""How gunicorn runs the web process: threads, for pages and webhooks.

The application is not loaded before the fork: its connections would be shared.

Usage: gunicorn -c config/gunicorn.py "wsgi:web()"
"""

import os
import shutil
import tempfile

from config.logging import logging_config
from config.settings import settings_of_process

_settings = settings_of_process()

bind = f"{_settings.serving.host}:{_settings.serving.port}"
worker_class = "gthread"
workers = _settings.serving.workers
threads = _settings.serving.threads
preload_app = False
# The telephone company gives a webhook 15 s; a worker silent for twice that is replaced.
timeout = 30
graceful_timeout = 10
# Longer than the balancer's, so that it and not we end an idle connection.
keepalive = 75
# An address in a log line could name a case; times and counts are in /metrics.
accesslog = None
logconfig_dict = logging_config(_settings.web.log_level)
control_socket_disable = True
proc_name = "frontdoor-web"

# Each worker counts for itself, and /metrics is answered by any of them: they add up in a folder.
# The Prometheus library knows it by this variable alone.
_COUNTS = "PROMETHEUS_MULTIPROC_DIR"
_own_counts = None
if _COUNTS not in os.environ:  # noqa: TID251  # set, not read: for the library, in our workers
    _own_counts = tempfile.mkdtemp(prefix="frontdoor-counts-")
    os.environ[_COUNTS] = _own_counts  # noqa: TID251  # as above

from prometheus_client import multiprocess  # noqa: E402  # it looks for the folder at import


def child_exit(_server: object, worker: object) -> None:
    """Take a worker that ended out of the figures that speak of living ones."""
    multiprocess.mark_process_dead(worker.pid)  # type: ignore[attr-defined, no-untyped-call]


def on_exit(_server: object) -> None:
    """Leave no folder behind."""
    if _own_counts:
        shutil.rmtree(_own_counts, ignore_errors=True)
