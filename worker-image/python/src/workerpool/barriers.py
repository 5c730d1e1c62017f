"""``Barrier`` over the channel."""

from __future__ import annotations

import operator
import secrets
from collections.abc import Callable
from contextlib import suppress
from threading import BrokenBarrierError
from typing import Any

from . import client, errors, names, wire_locks
from .clock import paced


def _opened(cls: Any, name: str, parties: int, action: Any, timeout: float | None) -> Any:
    made = cls.__new__(cls)
    made._name, made._parties = names.checked(name), parties
    made._action, made._timeout = action, timeout
    return made


class Barrier:
    """``multiprocessing.Barrier``.

    parties: how many must come. action: called by one of them when all have come, before any goes
    on; where the barrier is opened by name, all must give one, or none. timeout: the default of wait().
    name: a barrier of the pool's spec, or made if it isn't there (ExistsDifferently for another number
    of parties); None makes one, dropped when this process ends.
    """

    _name: str

    def __init__(
        self,
        parties: int,
        action: Callable[[], Any] | None = None,
        timeout: float | None = None,
        *,
        name: str | None = None,
    ) -> None:
        parties = operator.index(parties)
        if parties < 1:
            raise ValueError("parties must be > 0")
        self._name = names.checked(client.made_up_name("barrier") if name is None else name)
        self._parties, self._action, self._timeout = parties, action, timeout
        calls = client.current().calls
        request = wire_locks.barrier_make_request(parties)
        calls.call("PUT", f"/barriers/{self._name}", request, until=calls.patience())

    @property
    def name(self) -> str:
        """Its name in the channel; made up where none was given."""
        return self._name

    @property
    def parties(self) -> int:
        return self._parties

    @property
    def n_waiting(self) -> int:
        figures = self._figures()
        return 0 if figures.broken else figures.waiting

    @property
    def broken(self) -> bool:
        return self._figures().broken

    def wait(self, timeout: float | None = None) -> int:
        """Waits for all parties; a number of 0 to parties-1, another one for each. BrokenBarrierError
        when one of them gave up or died, at abort() and reset(), and when time is out, which breaks
        the barrier for all."""
        timeout = self._timeout if timeout is None else timeout
        index = self._pass(timeout)
        if self._action is not None:
            # One acts while the others wait at the same barrier again.
            if index == 0:
                try:
                    self._action()
                except BaseException:
                    self.abort()
                    raise
            self._pass(None)
        return index

    def abort(self) -> None:
        """Breaks it: all who wait, and all who come, get BrokenBarrierError, until reset()."""
        self._tell("abort")

    def reset(self) -> None:
        """Makes it as new; all who wait get BrokenBarrierError."""
        self._tell("reset")

    def _pass(self, timeout: float | None) -> int:
        connection = client.current()
        until = connection.calls.deadline(timeout)
        path, message = f"/barriers/{self._name}/wait", {"attempt": secrets.token_hex(8)}
        try:
            for _ in paced(connection.clock, until):
                reply = connection.session.ask(path, message, until=until, poll=True)
                if reply.status != 204:
                    return wire_locks.index(reply.body)
                if until.over:
                    break
        except errors.BarrierBroken as e:
            raise BrokenBarrierError(e.detail) from None
        except BaseException:
            with suppress(BrokenBarrierError):
                self._give_up(path, message)  # the others wait for one who went away
            raise
        return self._give_up(path, message)

    def _give_up(self, path: str, message: dict[str, Any]) -> int:
        """Asks for the last time: all have come after all, or it breaks, also for the others."""
        try:
            reply = client.current().session.ask(path, {**message, "last": True})
        except errors.BarrierBroken:
            raise BrokenBarrierError from None
        if reply.status == 204:  # a relay that knows of no last time
            self.abort()
            raise BrokenBarrierError
        return wire_locks.index(reply.body)

    def _figures(self) -> wire_locks.Barrier:
        calls = client.current().calls
        reply = calls.call("GET", f"/barriers/{self._name}", until=calls.patience())
        return wire_locks.barrier(reply.body)

    def _tell(self, what: str) -> None:
        calls = client.current().calls
        calls.call("POST", f"/barriers/{self._name}/{what}", "{}", until=calls.patience())

    def __reduce__(self) -> tuple[Any, ...]:
        return _opened, (type(self), self._name, self._parties, self._action, self._timeout)

    def __repr__(self) -> str:
        cls = type(self).__name__
        try:
            figures = self._figures()
        except errors.WorkerPoolError:
            return f"<{cls} {self._name!r} unknown>"
        if figures.broken:
            return f"<{cls} {self._name!r} broken>"
        return f"<{cls} {self._name!r} waiters={figures.waiting}/{self._parties}>"
