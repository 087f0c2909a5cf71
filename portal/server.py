"""How gunicorn serves Portal: ``gunicorn --config python:portal.server portal.wsgi``.

Threads share a worker's memory and keep slow readers from blocking others; several workers use
several cores. `preload_app` shares the loaded code between them.
"""

import subprocess
import sys
from ipaddress import ip_network
from typing import Any

from portal import env

TICK_EVERY_S = 60

_env = env.read_or_stop()

bind = f"{_env.host}:{_env.port}"
workers = _env.web_workers
worker_class = "gthread"
threads = 8
preload_app = True
timeout = 30  # seconds
graceful_timeout = 20  # seconds
keepalive = 15  # seconds: longer than a proxy's pause between two requests
max_requests = 0
# Addresses of readers belong in no log.
accesslog = None
errorlog = "-"
loglevel = "warning"
logger_class = "portal.logs.ServerLogger"
control_socket_disable = True
# Nobody is believed by default, not even this machine: whoever can connect could call a request
# encrypted, or move the whole site under another path (SCRIPT_NAME).
forwarded_allow_ips = ",".join(str(ip_network(word, strict=False)) for word in _env.trusted_proxies)
forwarder_headers = ""
secure_scheme_headers = {"X-FORWARDED-PROTO": "https"}

_ticking: list[subprocess.Popen] = []


def on_starting(server: Any) -> None:
    """Do the periodic work beside the workers, so that a small site needs no timer of its own.

    A process, not a thread: workers are forked from this one. It ends when its input does, that
    is with the server, however that ended.
    """
    command = [sys.executable, "manage.py", "tick", "--every", str(TICK_EVERY_S)]
    _ticking.append(subprocess.Popen(command, stdin=subprocess.PIPE))  # noqa: S603 (nothing in it is anybody's word)


def on_exit(server: Any) -> None:
    for process in _ticking:
        process.terminate()
