"""Logs: one JSON object a line on stderr, without personal data, query strings or secrets."""

from __future__ import annotations

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor

CHAIN: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)
QUIET = ("alembic", "dbos", "sqlalchemy.engine", "uvicorn.access")
"""Loggers whose lines may hold addresses, statements or values: only their warnings are kept."""


def set_up(level: str, stream: TextIO | None = None) -> None:
    """Send every log of this process through one form, to stderr unless told otherwise."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *CHAIN, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=CHAIN,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_words_of_errors,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _without_words_of_errors(_logger: object, _method: str, event: EventDict) -> EventDict:
    """The kind of an error instead of its words, which may quote a row."""
    found = event.pop("exc_info", None)
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
    return event
