"""Exceptions on their way from a worker to the caller, with the traceback they had there."""

from __future__ import annotations

import pickle
import traceback
from typing import Any


class RemoteTraceback(Exception):
    """``__cause__`` of an exception that came from a worker: its traceback there, as text."""

    def __init__(self, tb: str) -> None:
        super().__init__(tb)
        self.tb = tb

    def __str__(self) -> str:
        return self.tb


class MaybeEncodingError(Exception):
    """A result (or an exception) could not be sent: not picklable, or too large."""

    def __init__(self, exc: Any, value: Any) -> None:
        self.exc = exc if isinstance(exc, str) else shown(exc)
        self.value = value if isinstance(value, str) else shown(value)
        super().__init__(self.exc, self.value)

    def __str__(self) -> str:
        return f"Error sending result: '{self.value}'. Reason: '{self.exc}'"


def shown(value: Any) -> str:
    """Its repr, not all of a long one; of what has none (its own code raises), the type."""
    try:
        return repr(value)[:1000]
    except Exception as e:
        return f"<{type(value).__name__}, whose repr() raises {type(e).__name__}>"


def packed(error: BaseException) -> bytes:
    """The exception, and its traceback as text; one that can't travel is described instead."""
    text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    text = f'\n"""\n{text}"""'[-64 * 1024 :]
    try:
        data = pickle.dumps((error, text))
        pickle.loads(data)  # many an exception pickles, and can't be made again
    except Exception as why:
        data = pickle.dumps((MaybeEncodingError(why, shown(error)), text))
    return data


def unpacked(data: bytes) -> BaseException:
    """The exception, to be raised where the result is asked for."""
    error, text = _loaded(data)
    error.__cause__ = RemoteTraceback(text)
    return error


def _loaded(data: bytes) -> tuple[BaseException, str]:
    try:
        error, text = pickle.loads(data)
        return error, text
    except Exception as why:  # its class can't be imported here
        return MaybeEncodingError(why, "an exception of the task"), str(why)
