"""What this process holds of locks and semaphores. Shared by all objects that name the same one."""

from __future__ import annotations

import secrets
import threading

from . import errors, wire_locks
from .clock import Deadline, paced
from .session import Session


class _Grant:
    __slots__ = ("grant", "thread")

    def __init__(self, grant: str, thread: int) -> None:
        self.grant = grant
        self.thread = thread


class Grants:
    """Thread-safe. A grant belongs to this process's session, and is freed with it: nobody waits for
    a process that was killed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._held: dict[str, list[_Grant]] = {}
        self._depths: dict[tuple[str, int], int] = {}
        self._attempts: dict[tuple[str, int], str] = {}
        self._lock = threading.RLock()

    def acquire(self, name: str, until: Deadline, poll: bool) -> bool:
        """Whether it was granted in time."""
        slot = (name, threading.get_ident())
        # One that was given up (^C, no answer) may have been granted: under its own name it brings
        # the same grant, so that none is held by nobody.
        # Meanwhile the name is ours alone: a signal's handler may acquire the same.
        attempt = self._attempts.pop(slot, None) or secrets.token_hex(8)
        path = f"/semaphores/{name}/acquire"
        try:
            for _ in paced(self._session.clock, until):
                reply = self._session.ask(path, {"attempt": attempt}, until=until, poll=poll)
                if reply.status != 204:
                    self.keep(name, wire_locks.grant(reply.body))
                    break
                if not poll or until.over:
                    break
        except BaseException:
            self._attempts[slot] = attempt
            raise
        return reply.status != 204

    def release(self, name: str, counts: bool = False) -> None:
        """Frees the oldest grant of this thread, else of this process, else (a lock may be released by
        anyone) leaves the choice to the relay. ValueError when there is none, or none any more.

        counts: of a semaphore without a bound, where one more is always right.
        """
        while True:
            grant = self._pop(name)
            try:
                self._release(name, grant)
                return
            except errors.SurplusRelease as e:
                # One that another process has released meanwhile: ours is the next one.
                if grant is None or not (counts or self.of_process(name)):
                    raise ValueError("semaphore or lock released too many times") from e
            except BaseException:
                if grant is not None:
                    with self._lock:
                        self._held.setdefault(name, []).insert(0, grant)
                raise

    def _release(self, name: str, grant: _Grant | None) -> None:
        message: dict[str, object] = {} if grant is None else {"grant": grant.grant}
        message["key"] = secrets.token_hex(8)
        self._session.ask(f"/semaphores/{name}/release", message)

    def _pop(self, name: str) -> _Grant | None:
        own = threading.get_ident()
        with self._lock:
            held = self._held.get(name)
            if not held:
                return None
            chosen = next((g for g in held if g.thread == own), held[0])
            held.remove(chosen)
            return chosen

    def of_thread(self, name: str) -> str | None:
        """A grant that the calling thread holds."""
        own = threading.get_ident()
        with self._lock:
            return next((g.grant for g in self._held.get(name, ()) if g.thread == own), None)

    def of_process(self, name: str) -> bool:
        with self._lock:
            return bool(self._held.get(name))

    def keep(self, name: str, grant: str) -> None:
        """The calling thread holds it."""
        with self._lock:
            held = self._held.setdefault(name, [])
            held.append(_Grant(grant, threading.get_ident()))

    def forget(self, name: str, grant: str) -> None:
        """A condition's wait releases it."""
        with self._lock:
            self._held[name] = [g for g in self._held.get(name, ()) if g.grant != grant]

    # --- recursive ones: how often the thread has entered ---

    def depth(self, name: str) -> int:
        return self._depths.get((name, threading.get_ident()), 0)

    def set_depth(self, name: str, depth: int) -> None:
        key = (name, threading.get_ident())
        if depth:
            self._depths[key] = depth
        else:
            self._depths.pop(key, None)
