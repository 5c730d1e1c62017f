"""``Lock``, ``RLock``, ``Semaphore`` and ``BoundedSemaphore`` over the channel.

As in CPython, and: what a process holds is freed when it ends, however it ends.
"""

from __future__ import annotations

import operator
import threading
from types import TracebackType
from typing import Any

from . import client, errors, names, wire_locks
from .process import current_process


def _opened(cls: Any, name: str) -> Any:
    """One that is there already; what a pickled one becomes."""
    made = cls.__new__(cls)
    made._name = names.checked(name)
    return made


class _Semaphore:
    """What all four have in common."""

    _name: str
    _counts = False

    def _set_up(self, name: str | None, value: int, make: bool) -> None:
        kind = type(self)._kind()
        self._name = names.checked(client.made_up_name(kind.lower()) if name is None else name)
        if name is None or make:
            calls = client.current().calls
            request = wire_locks.semaphore_make_request(kind, value)
            calls.call("PUT", f"/semaphores/{self._name}", request, until=calls.patience())

    @classmethod
    def _kind(cls) -> str:
        kinds = ("Lock", "RLock", "BoundedSemaphore", "Semaphore")
        return next(c.__name__ for c in cls.__mro__ if c.__name__ in kinds)

    @property
    def name(self) -> str:
        """Its name in the channel; made up where none was given."""
        return self._name

    def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
        """Whether it was got. Without block, timeout is ignored; a negative one is 0."""
        connection = client.current()
        until, poll = connection.calls.waiting(block, timeout)
        return connection.grants.acquire(self._name, until, poll)

    def release(self) -> None:
        """Whoever got it. ValueError when there is nothing to release."""
        client.current().grants.release(self._name, self._counts)

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def __reduce__(self) -> tuple[Any, ...]:
        return _opened, (type(self), self._name)

    def _figures(self) -> wire_locks.Semaphore:
        calls = client.current().calls
        reply = calls.call("GET", f"/semaphores/{self._name}", until=calls.patience())
        return wire_locks.semaphore(reply.body)

    def _owner(self) -> str:
        """As CPython's repr tells it."""
        grants = client.current().grants
        if grants.of_thread(self._name):
            thread = threading.current_thread().name
            name = current_process().name
            return name if thread == "MainThread" else f"{name}|{thread}"
        if grants.of_process(self._name):
            return "SomeOtherThread"
        holders = self._figures().holders
        return "None" if not holders else holders[0] or "SomeOtherProcess"


class Lock(_Semaphore):
    """``multiprocessing.Lock``: not recursive; any process may release it.

    name: a lock of the pool's spec; None makes one, which is dropped when this process ends. It can
    be passed inside an item.
    """

    def __init__(self, *, name: str | None = None) -> None:
        self._set_up(name, 1, make=False)

    def locked(self) -> bool:
        return self._figures().value == 0

    def __repr__(self) -> str:
        try:
            owner = self._owner()
        except errors.WorkerPoolError:
            owner = "unknown"
        return f"<{type(self).__name__}(owner={owner})>"


class RLock(_Semaphore):
    """``multiprocessing.RLock``: the thread that holds it may acquire it again, and must release it as
    often. name: as for Lock."""

    def __init__(self, *, name: str | None = None) -> None:
        self._set_up(name, 1, make=False)

    def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
        grants = client.current().grants
        depth = grants.depth(self._name)
        if not depth and not super().acquire(block, timeout):
            return False
        grants.set_depth(self._name, depth + 1)
        return True

    def release(self) -> None:
        """AssertionError when another thread, or nobody, holds it."""
        grants = client.current().grants
        depth = grants.depth(self._name)
        if not depth:
            raise AssertionError("attempt to release recursive lock not owned by thread")
        if depth == 1:
            super().release()
        grants.set_depth(self._name, depth - 1)

    def locked(self) -> bool:
        return self._figures().value == 0

    def __repr__(self) -> str:
        try:
            owner = self._owner()
            depth: Any = client.current().grants.depth(self._name)
            count = depth or (0 if owner == "None" else "nonzero")
        except errors.WorkerPoolError:
            owner, count = "unknown", "unknown"
        return f"<{type(self).__name__}({owner}, {count})>"


class Semaphore(_Semaphore):
    """``multiprocessing.Semaphore``. name: as for Lock; with a name *and* a value other than 1 it is made
    if it isn't there, and ExistsDifferently raised if it is there with another one."""

    _counts = True

    def __init__(self, value: int = 1, *, name: str | None = None) -> None:
        value = operator.index(value)
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._set_up(name, value, make=value != 1)

    def get_value(self) -> int:
        """How many are free; advisory."""
        return self._figures().value

    def __repr__(self) -> str:
        try:
            value: Any = self.get_value()
        except errors.WorkerPoolError:
            value = "unknown"
        return f"<{type(self).__name__}(value={value})>"


class BoundedSemaphore(Semaphore):
    """``multiprocessing.BoundedSemaphore``: releasing more than was acquired is a ValueError."""

    _counts = False

    def __repr__(self) -> str:
        try:
            figures = self._figures()
            value, most = str(figures.value), str(figures.initial)
        except errors.WorkerPoolError:
            value = most = "unknown"
        return f"<{type(self).__name__}(value={value}, maxvalue={most})>"
