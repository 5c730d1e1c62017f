"""``Event`` over the channel."""

from __future__ import annotations

import secrets
from typing import Any

from . import client, errors, names, wire
from .clock import Deadline


def _opened(name: str) -> Event:
    event = Event.__new__(Event)
    event._name = names.checked(name)
    return event


class Event:
    """``multiprocessing.Event``.

    name: an event of the pool's spec (or one that somebody makes at run time); None makes one,
    which is dropped when this process ends.
    """

    _name: str

    def __init__(self, *, name: str | None = None) -> None:
        self._name = names.checked(client.made_up_name("event") if name is None else name)
        if name is None:
            self._change("POST")

    @property
    def name(self) -> str:
        """The event's name in the channel; made up where none was given."""
        return self._name

    def is_set(self) -> bool:
        return self._read(client.current().calls.patience(), "").is_set

    def set(self) -> None:
        """Returns when it is durable; all who wait are woken."""
        self._change("PUT")

    def clear(self) -> None:
        self._change("DELETE")

    def wait(self, timeout: float | None = None) -> bool:
        """True once it is set, or has been set while we waited; False when time is out."""
        calls = client.current().calls
        until = calls.deadline(timeout)
        if until.over:
            return self.is_set()
        first = self._read(calls.patience(), "")
        while not first.is_set and not until.over:
            # The count tells of a set() that was cleared again before we looked.
            now = self._read(until, f"?after={first.sets}")
            if now.is_set or now.sets > first.sets:
                return True
        return first.is_set

    def _read(self, until: Deadline, query: str) -> wire.EventValue:
        calls = client.current().calls
        reply = calls.call("GET", f"/events/{self._name}{query}", until=until, poll=bool(query))
        return wire.event(reply.body)

    def _change(self, method: str) -> None:
        """The key keeps a repeated request from setting again what was cleared meanwhile."""
        calls = client.current().calls
        key = {"Idempotency-Key": secrets.token_hex(16)}
        calls.call(method, f"/events/{self._name}", until=calls.patience(), headers=key)

    def __reduce__(self) -> tuple[Any, ...]:
        return _opened, (self._name,)

    def __repr__(self) -> str:
        try:
            state = "set" if self.is_set() else "unset"
        except errors.WorkerPoolError:
            state = "unknown"
        return f"<{type(self).__name__} {self._name!r} {state}>"
