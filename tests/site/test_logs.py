"""Logs speak of faults, never of readers."""

import logging

from gunicorn.config import Config

from portal.logs import ServerLogger


def test_a_request_that_cannot_be_read_leaves_no_address_behind(caplog):
    logger = ServerLogger(Config())
    handler = logging.Handler()
    heard: list[str] = []
    handler.emit = lambda record: heard.append(record.getMessage())
    logger.error_log.addHandler(handler)
    logger.warning("Invalid request from ip=203.0.113.9: 'GET /?q=secret'")
    logger.warning("Worker exiting")
    assert heard == ["Worker exiting"]


def test_a_missing_page_is_no_fault(client, db, caplog):
    client.get("/no-such-page/?q=secret")
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
