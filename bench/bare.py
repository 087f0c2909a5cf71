"""The measure of things: the same server, a view that does nothing but return fixed bytes."""

import os


def application(environ, start_response):
    """Answer with as many bytes as BARE_BYTES says."""
    body = b"x" * int(os.environ["BARE_BYTES"])
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]
