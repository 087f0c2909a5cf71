"""How gunicorn serves Portal: ``gunicorn --config python:portal.server portal.wsgi``.

Threads share a worker's memory and keep slow readers from blocking others; several workers use
several cores. `preload_app` shares the loaded code between them.
"""

from portal import env

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
forwarded_allow_ips = ",".join(_env.trusted_proxies) or "127.0.0.1"
