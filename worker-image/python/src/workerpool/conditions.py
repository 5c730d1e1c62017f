"""``Condition`` over the channel."""

from __future__ import annotations

import math
import secrets
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any
from urllib.parse import quote

from . import client, errors, names, wire_locks
from .clock import Deadline, paced
from .locks import Lock, RLock


def _opened(cls: Any, name: str, lock: Lock | RLock) -> Any:
    made = cls.__new__(cls)
    made._name, made._lock = names.checked(name), lock
    return made


class _Wait:
    """One wait. Afterwards nothing of it is left at the relay.

    lock_is_held: the relay never heard of the wait, so the lock was not released.
    """

    def __init__(self, connection: client.Client, path: str, grant: str) -> None:
        self._connection, self._path, self._grant = connection, path, grant
        self._attempt = secrets.token_hex(8)
        self._arrived = self.lock_is_held = False

    def run(self, until: Deadline) -> bool:
        """Whether it was notified in time."""
        message = {"attempt": self._attempt, "grant": self._grant}
        ended = False
        try:
            for _ in paced(self._connection.clock, until):
                session = self._connection.session
                reply = session.ask(f"{self._path}/wait", message, until=until, poll=True)
                self._arrived = True
                if reply.status != 204:
                    ended = True
                    return wire_locks.notified(reply.body)
                if until.over:
                    break
        except errors.LockNotHeld:
            ended = True
            raise
        finally:
            late = False if ended else self._give_up()
        return late

    def _give_up(self) -> bool:
        """Whether a notification came at the last moment: it must not be lost on us."""
        calls, session = self._connection.calls, self._connection.session.open()
        path = f"{self._path}/waiters/{quote(self._attempt)}?session={quote(session)}"
        try:
            return wire_locks.notified(calls.call("DELETE", path, until=calls.patience()).body)
        except errors.NotFound:
            self.lock_is_held = not self._arrived
            return False


class Condition:
    """``multiprocessing.Condition``.

    lock: a Lock or RLock; None makes an RLock. name: a condition of the pool's spec, then with the
    lock that is declared for it unless one is given; None makes one, dropped when this process ends.
    """

    _name: str

    def __init__(self, lock: Lock | RLock | None = None, *, name: str | None = None) -> None:
        self._name = names.checked(client.made_up_name("condition") if name is None else name)
        if name is not None and lock is None:
            self._lock: Lock | RLock = self._declared_lock()
            return
        self._lock = RLock() if lock is None else lock
        calls = client.current().calls
        request = wire_locks.condition_make_request(self._lock.name)
        calls.call("PUT", f"/conditions/{self._name}", request, until=calls.patience())

    @property
    def name(self) -> str:
        """Its name in the channel; made up where none was given."""
        return self._name

    def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
        return self._lock.acquire(block, timeout)

    def release(self) -> None:
        self._lock.release()

    def __enter__(self) -> bool:
        return self._lock.__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lock.__exit__(kind, value, trace)

    def wait(self, timeout: float | None = None) -> bool:
        """Releases the lock, waits, gets the lock again (however long that takes). Whether it was
        notified in time."""
        connection = client.current()
        grants, lock = connection.grants, self._lock.name
        grant = grants.of_thread(lock)
        assert grant is not None, "must acquire() condition before using wait()"
        until, depth = connection.calls.deadline(timeout), grants.depth(lock)
        waiting = _Wait(connection, f"/conditions/{self._name}", grant)
        grants.forget(lock, grant)  # whatever this process does meanwhile, it does without the lock
        grants.set_depth(lock, 0)
        try:
            return waiting.run(until)
        finally:
            if waiting.lock_is_held:
                grants.keep(lock, grant)
            else:
                grants.acquire(lock, connection.calls.deadline(None), True)
            grants.set_depth(lock, depth)

    def wait_for(self, predicate: Callable[[], Any], timeout: float | None = None) -> Any:
        """Waits until predicate() is true; what it last gave."""
        end = None if timeout is None else time.monotonic() + timeout
        result = predicate()
        while not result:
            left = None if end is None else end - time.monotonic()
            if left is not None and left <= 0:
                break
            self.wait(left)
            result = predicate()
        return result

    def notify(self, n: int = 1) -> None:
        """Wakes n of those who wait; none for n < 1."""
        self._notify({"count": max(0, math.ceil(n))})

    def notify_all(self) -> None:
        self._notify({})

    def _notify(self, count: dict[str, Any]) -> None:
        connection = client.current()
        assert connection.grants.of_thread(self._lock.name), "lock is not owned"
        message = {**count, "key": secrets.token_hex(8)}
        connection.session.ask(f"/conditions/{self._name}/notify", message)

    def _declared_lock(self) -> Lock | RLock:
        calls = client.current().calls
        path = f"/conditions/{self._name}"
        lock = wire_locks.condition(calls.call("GET", path, until=calls.patience()).body).lock
        reply = calls.call("GET", f"/semaphores/{lock}", until=calls.patience())
        return (RLock if wire_locks.semaphore(reply.body).kind == "RLock" else Lock)(name=lock)

    def __reduce__(self) -> tuple[Any, ...]:
        return _opened, (type(self), self._name, self._lock)

    def __repr__(self) -> str:
        try:
            calls = client.current().calls
            path = f"/conditions/{self._name}"
            waiting: Any = wire_locks.condition(
                calls.call("GET", path, until=calls.patience()).body
            ).waiting
        except errors.WorkerPoolError:
            waiting = "unknown"
        return f"<{type(self).__name__}({self._lock}, {waiting})>"
