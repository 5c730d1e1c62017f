"""What a Pool hands out for work under way: ``AsyncResult`` and the iterators of ``imap``."""

from __future__ import annotations

import abc
import collections
import pickle
import threading
from collections.abc import Sequence
from typing import Any, Callable, Optional

from . import failures, log
from .errors import TimeoutError

Callback = Optional[Callable[[Any], Any]]
Finished = Callable[["Job"], None]

_MISSING = object()


class Job(abc.ABC):
    """Calls under way. Outcomes come in any order, and may come twice: a worker that was killed
    after it had sent them has a successor that sends them again."""

    def __init__(self, number: int, finished: Finished) -> None:
        self.number = number
        self._finished = finished

    def accept(self, first: int, outcomes: Sequence[tuple[bool, bytes]]) -> None:
        """Outcomes of the calls from ``first`` on, as a worker sent them."""
        for index, (ok, data) in enumerate(outcomes, first):
            if ok:
                try:
                    self._set(index, True, pickle.loads(data))
                except Exception as e:  # its class can't be imported here
                    self._set(index, False, e)
            else:
                self._set(index, False, failures.unpacked(data))

    def fail(self, first: int, count: int, error: BaseException) -> None:
        """Those calls were never sent."""
        for index in range(first, first + count):
            self._set(index, False, error)

    @abc.abstractmethod
    def abort(self, error: BaseException) -> None:
        """No more outcomes will come."""

    @abc.abstractmethod
    def _set(self, index: int, ok: bool, value: Any) -> None:
        """The outcome of one call: its value, or what it raised."""


class AsyncResult(Job):
    """``multiprocessing.pool.AsyncResult``: of one call, or (list) of all calls of a map."""

    def __init__(
        self,
        number: int,
        finished: Finished,
        size: int | None,
        callback: Callback = None,
        error_callback: Callback = None,
    ) -> None:
        """size: None for a single call, else how many."""
        super().__init__(number, finished)
        self._single = size is None
        self._values: list[Any] = [_MISSING] * (1 if size is None else size)
        self._left = len(self._values)
        self._error: BaseException | None = None
        self._error_at = -1
        self._callback = callback
        self._error_callback = error_callback
        self._event = threading.Event()
        if not self._left:
            self._event.set()

    def ready(self) -> bool:
        return self._event.is_set()

    def successful(self) -> bool:
        """ValueError while it isn't ready."""
        if not self.ready():
            raise ValueError(f"{self!r} not ready")
        return self._error is None

    def wait(self, timeout: float | None = None) -> None:
        self._event.wait(timeout)

    def get(self, timeout: float | None = None) -> Any:
        """The value; raises what the call raised (of several, the first in order, after all have
        ended), with the worker's traceback as ``__cause__``; TimeoutError when time is out."""
        if not self._event.wait(timeout):
            raise TimeoutError
        if self._error is not None:
            raise self._error
        return self._values[0] if self._single else self._values

    def abort(self, error: BaseException) -> None:
        if not self.ready():
            self._error, self._error_at = error, -1
            self._end()

    def _set(self, index: int, ok: bool, value: Any) -> None:
        if self.ready() or self._values[index] is not _MISSING:
            return
        self._values[index] = value
        self._left -= 1
        if not ok and (self._error is None or index < self._error_at):
            self._error, self._error_at = value, index
        if not self._left:
            self._end()

    def _end(self) -> None:
        callback = self._callback if self._error is None else self._error_callback
        if callback is not None:
            try:
                if self._error is not None:
                    callback(self._error)
                else:
                    callback(self._values[0] if self._single else self._values)
            except Exception as e:
                log.warning("a callback of a Pool failed: %r", e)
        self._event.set()
        self._finished(self)


class IMapIterator(Job):
    """Results of ``imap``, in order; ``next(timeout)`` may raise TimeoutError."""

    ordered = True

    def __init__(self, number: int, finished: Finished) -> None:
        super().__init__(number, finished)
        self._changed = threading.Condition()
        self._ready: collections.deque[tuple[bool, Any]] = collections.deque()
        self._early: dict[int, tuple[bool, Any]] = {}
        self._seen: set[int] = set()
        self._next_in_order = 0
        self._given = 0
        self._length: int | None = None

    def __iter__(self) -> IMapIterator:
        return self

    def next(self, timeout: float | None = None) -> Any:
        with self._changed:
            if not self._changed.wait_for(lambda: self._ready or self._exhausted(), timeout):
                raise TimeoutError
            if not self._ready:
                raise StopIteration
            self._given += 1
            ok, value = self._ready.popleft()
        if ok:
            return value
        raise value

    __next__ = next

    def set_length(self, length: int) -> None:
        """The input is read to its end."""
        with self._changed:
            self._length = length
            self._changed.notify_all()
        self._end_if_done()

    def abort(self, error: BaseException) -> None:
        """What is there is still given, then the error, then the end."""
        with self._changed:
            if self._length is not None and len(self._seen) >= self._length:
                return
            self._ready.append((False, error))
            self._length = self._given + len(self._ready)
            self._seen = set(range(self._length))
            self._early.clear()
            self._changed.notify_all()
        self._end_if_done()

    def _exhausted(self) -> bool:
        return self._length is not None and self._given >= self._length

    def _set(self, index: int, ok: bool, value: Any) -> None:
        with self._changed:
            if index in self._seen:
                return
            self._seen.add(index)
            if not self.ordered:
                self._ready.append((ok, value))
            else:
                self._early[index] = (ok, value)
                while self._next_in_order in self._early:
                    self._ready.append(self._early.pop(self._next_in_order))
                    self._next_in_order += 1
            self._changed.notify_all()
        self._end_if_done()

    def _end_if_done(self) -> None:
        if self._length is not None and len(self._seen) >= self._length:
            self._finished(self)


class IMapUnorderedIterator(IMapIterator):
    """Results of ``imap_unordered``, as they come."""

    ordered = False
