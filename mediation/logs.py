"""Logs: one JSON line an event on stderr, private numbers masked in it whoever wrote it."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from mediation import seals

Event = MutableMapping[str, Any]


def configure(*, level: int = logging.INFO) -> None:
    """Send the program's and every library's log lines through the same masking; safe to call twice."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    ends: list[structlog.typing.Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        mask_private,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=ends))
    handler.set_name("mediation")
    root = logging.getLogger()
    root.handlers = [kept for kept in root.handlers if kept.get_name() != "mediation"] + [handler]
    root.setLevel(level)


def mask_private(_logger: Any, _method: str, event: Event) -> Event:
    """Mask ID numbers, phones and bank accounts in every text of a log line, also in the text of an exception."""
    return {seals.redact(name): _masked(value) for name, value in event.items()}


def _masked(value: Any) -> Any:
    if isinstance(value, bool | int | float | None):
        plain = str(value)
        return value if seals.redact(plain) == plain else seals.redact(plain)
    if isinstance(value, dict):
        return {_masked(name): _masked(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set):
        return [_masked(inner) for inner in value]
    return seals.redact(str(value))
