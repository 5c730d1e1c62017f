"""``get_logger`` and ``log_to_stderr``, as multiprocessing has them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import logging

SUBDEBUG = 5
SUBWARNING = 25

LOGGER_NAME = "multiprocessing"
DEFAULT_LOGGING_FORMAT = "[%(levelname)s/%(processName)s] %(message)s"

_logger: logging.Logger | None = None


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
    return _logger


def log_to_stderr(level: Any | None = None) -> logging.Logger:
    """Adds a handler that prints ``[LEVEL/process name] message`` to stderr."""
    import logging

    logger = get_logger()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(DEFAULT_LOGGING_FORMAT))
    logger.addHandler(handler)
    if level:
        logger.setLevel(level)
    return logger


def warning(message: str, *args: object) -> None:
    """For people: goes to stderr even where no logging was asked for."""
    get_logger().warning(message, *args)


def info(message: str, *args: object) -> None:
    """Costs nothing where no logging was asked for."""
    if _logger is not None or "logging" in sys.modules:
        get_logger().info(message, *args)


def debug(message: str, *args: object) -> None:
    """Costs nothing where no logging was asked for."""
    if _logger is not None or "logging" in sys.modules:
        get_logger().debug(message, *args)
