"""Logs: one line of JSON per happening (or a readable one on a terminal), and nobody's personal data in it.

Whoever logs names ids, never people. What slips in anyhow is taken out here: values under known names, and e-mail
addresses and secrets inside of any text, tracebacks included.
"""

import logging
import re
import sys
from collections.abc import Mapping
from itertools import pairwise
from typing import IO, Any

import structlog
from structlog.typing import EventDict, WrappedLogger

MASK = "[hidden]"

# Names under which people and secrets travel; a key matches if one of its words is one of these.
_PERSONAL = frozenset(
    {"email", "mail", "phone", "mobile", "fax", "firstname", "lastname", "surname", "fullname", "contactname",
     "username", "login", "street", "address1", "address2", "address", "postcode", "zip", "birthday", "iban", "bic",
     "ip", "client", "remote", "useragent", "password", "passwd", "token", "secret", "apikey", "authorization",
     "cookie", "cookies", "session", "csrf", "credential", "credentials", "body", "headers"}
)  # fmt: skip
_WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_SECRET = re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")
_DEEPEST = 6


def configure(*, level: str = "INFO", format: str = "console", stream: IO[str] | None = None) -> None:
    """Send everything that is logged, by structlog or the standard library, to one stream in one form."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if format == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                without_personal_data,
                last,
            ],
        )
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    # They tell each step of each job and each request; our own lines say what matters.
    for chatty in ("procrastinate", "httpx", "httpcore", "alembic"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))


def without_personal_data(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:  # noqa: ARG001 - structlog's signature
    """Hide what could tell who somebody is or let somebody in."""
    return {key: MASK if _personal(key) and value is not None else _clean(value, 0) for key, value in event.items()}


def _personal(key: str) -> bool:
    words = [word.lower() for word in _WORDS.findall(key)]
    joined = ["".join(pair) for pair in pairwise(words)]
    return not _PERSONAL.isdisjoint([*words, *joined])


def _clean(value: Any, depth: int) -> Any:  # noqa: ANN401 - anything can be logged
    if isinstance(value, str):
        return _SECRET.sub(MASK, _EMAIL.sub(MASK, value)) if "@" in value or " " in value else value
    if value is None or isinstance(value, bool | int | float):
        return value
    if depth == _DEEPEST:
        return MASK
    if isinstance(value, Mapping):
        return {
            str(key): MASK if _personal(str(key)) and inner is not None else _clean(inner, depth + 1)
            for key, inner in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(inner, depth + 1) for inner in value]
    return _clean(str(value), depth + 1)
