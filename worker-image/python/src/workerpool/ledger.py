"""What this process holds. No requests are made in here.

Thread-safe; and so are handlers of signals, which run in the middle of these lines: the lock lets its
own thread in, and nothing is looked through that may change meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable

from .wire import Held, Item


class _Entry:
    __slots__ = ("held", "thread", "settling")

    def __init__(self, held: Held, thread: int) -> None:
        self.held = held
        self.thread = thread
        self.settling = False


class Ledger:
    """Leases in the order of taking, each with the thread that took it."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._lock = threading.RLock()

    def add(self, queue: str, items: Iterable[Item]) -> None:
        with self._lock:
            for item in items:
                held = Held(item.lease, queue, item.id)
                self._entries[item.lease] = _Entry(held, threading.get_ident())

    def forget(self, leases: Iterable[str]) -> None:
        """They are settled or lost."""
        with self._lock:
            for lease in leases:
                self._entries.pop(lease, None)

    def __contains__(self, lease: str) -> bool:
        return lease in self._entries

    def all(self) -> list[Held]:
        """Everything, oldest first."""
        with self._lock:
            return [entry.held for entry in list(self._entries.values())]

    def settle_oldest(self, queue: str) -> str | None:
        """The oldest lease of that queue that nobody else settles now: the calling thread's own,
        else any; None when nothing is held. Give it to forget() or keep() afterwards."""
        with self._lock:
            own = threading.get_ident()
            entries = list(self._entries.values())
            free = [e for e in entries if e.held.queue == queue and not e.settling]
            chosen = next((e for e in free if e.thread == own), free[0] if free else None)
            if chosen is None:
                return None
            chosen.settling = True
            return chosen.held.lease

    def keep(self, lease: str) -> None:
        """It could not be settled, and is still held."""
        with self._lock:
            entry = self._entries.get(lease)
            if entry is not None:
                entry.settling = False
