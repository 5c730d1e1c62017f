"""``get_logger`` and ``log_to_stderr``, as multiprocessing has them.

``WORKERPOOL_LOG_LEVEL`` (a name or a number) does what ``log_to_stderr(level)`` does in code.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import logging

SUBDEBUG = 5
SUBWARNING = 25

LOGGER_NAME = "multiprocessing"
DEFAULT_LOGGING_FORMAT = "[%(levelname)s/%(processName)s] %(message)s"

LEVEL_VARIABLE = "WORKERPOOL_LOG_LEVEL"

_logger: logging.Logger | None = None
_handler: logging.Handler | None = None


def get_logger() -> logging.Logger:
    """The logger of this package; CPython's multiprocessing uses the same one."""
    global _logger
    if _logger is None:
        import logging

        from .process import current_process

        logger = logging.getLogger(LOGGER_NAME)
        logger.propagate = False

        def name_process(record: logging.LogRecord) -> bool:
            record.processName = current_process().name
            return True

        logger.addFilter(name_process)
        _logger = logger
        asked = _asked()
        if asked:
            log_to_stderr(asked)
    return _logger


def log_to_stderr(level: Any | None = None) -> logging.Logger:
    """Adds a handler that prints ``[LEVEL/process name] message`` to stderr; once is enough."""
    global _handler
    import logging

    logger = get_logger()
    if _handler is None or _handler not in logger.handlers:
        _handler = logging.StreamHandler()
        _handler.setFormatter(logging.Formatter(DEFAULT_LOGGING_FORMAT))
        logger.addHandler(_handler)
    if level:
        logger.setLevel(level)
    return logger


def _asked() -> int:
    """The level that the environment asks for; 0 for none."""
    import logging

    levels = {"SUBDEBUG": SUBDEBUG, "SUBWARNING": SUBWARNING, "WARN": 30, "FATAL": 50}
    text = os.environ.get(LEVEL_VARIABLE, "").upper()
    if text.isdigit():
        return int(text)
    known = levels.get(text, logging.getLevelName(text))
    return known if isinstance(known, int) else 0


def _wanted() -> bool:
    return _logger is not None or "logging" in sys.modules or LEVEL_VARIABLE in os.environ


def warning(message: str, *args: object) -> None:
    """For people: goes to stderr even where no logging was asked for."""
    get_logger().warning(message, *args)


def info(message: str, *args: object) -> None:
    """Costs nothing where no logging was asked for."""
    if _wanted():
        get_logger().info(message, *args)


def debug(message: str, *args: object) -> None:
    """Costs nothing where no logging was asked for."""
    if _wanted():
        get_logger().debug(message, *args)
