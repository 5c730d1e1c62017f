"""Gets: which leases are acknowledged when, and takes whose answer never came."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence

from . import errors
from .clock import Deadline
from .session import Session
from .wire import Item


class _Slot:
    """One thread at one queue: what it works on, and the take it had no answer to: of how many.

    busy: that take is under way. A signal's handler that gets from the queue meanwhile has a slot of
    its own, or it would be given the same item.
    """

    __slots__ = ("thread", "busy", "leases", "attempt", "most")

    def __init__(self, thread: int) -> None:
        self.thread = thread
        self.busy = True
        self.leases: list[str] = []
        self.attempt: str | None = None
        self.most = 1


class Receiver:
    """This process's end of a queue, shared by all Queue objects that name it.

    implicit: what a thread got counts as done at its next get, at close, or when the process ends
    well; else task_done() says so. A thread that has ended is done with it.
    """

    def __init__(self, session: Session, queue: str, implicit: bool) -> None:
        self._session = session
        self._queue = queue
        self._implicit = implicit
        self._slots: list[_Slot] = []
        self._lock = threading.RLock()

    def get(self, most: int, until: Deadline, poll: bool) -> list[Item]:
        """The next items, leased; none when none came in time."""
        slot = self._slot()
        try:
            return self._get(slot, most, until, poll)
        finally:
            slot.busy = False

    def _get(self, slot: _Slot, most: int, until: Deadline, poll: bool) -> list[Item]:
        # A take that was given up (^C, no answer in time) may have been served: asked for again
        # under its own name it brings the same items, so that none is held by nobody.
        if slot.attempt is not None and slot.most != most:
            self._undo(slot.attempt, slot.most, until)
            slot.attempt = None
        attempt = slot.attempt = slot.attempt or secrets.token_hex(8)
        slot.most = most
        try:
            items = self._session.take(
                self._queue,
                most,
                attempt=attempt,
                # A handle of its own, so that only we, or a good end, acknowledge what it brings.
                handle=attempt if self._implicit else None,
                acks=self._finished(slot) if self._implicit else (),
                until=until,
                poll=poll,
            )
        except errors.Refusal as e:
            slot.attempt = slot.attempt if e.unanswered else None
            raise
        slot.attempt = None
        if items:
            slot.leases = [item.lease for item in items]
        return items

    def give_back(self, items: Sequence[Item]) -> None:
        """To the queue, for somebody else."""
        self._session.settle(nacks=[item.lease for item in items])

    def task_done(self, settle: Callable[[str], None] | None = None) -> None:
        """Acknowledges the oldest item held, or does with its lease what ``settle`` does; ValueError
        when none is held."""
        lease = self._session.ledger.settle_oldest(self._queue)
        if lease is None:
            raise ValueError("task_done() called too many times")
        try:
            if settle is None:
                self._session.settle(acks=[lease])
            else:
                settle(lease)
        finally:
            self._session.ledger.keep(lease)

    def close(self) -> None:
        """Acknowledges what get() has brought, implicit ones only."""
        if self._implicit:
            with self._lock:
                slots = list(self._slots)
            self._session.settle(acks=self._held(slots))

    def resolve(self, until: Deadline) -> None:
        """Gives back what takes without an answer may have brought."""
        with self._lock:
            open_ones = [(s.attempt, s.most) for s in list(self._slots) if s.attempt]
        for attempt, most in open_ones:
            self._undo(attempt, most, until)

    def _undo(self, attempt: str, most: int, until: Deadline) -> None:
        """Gives back what that take has brought, if anything."""
        items = self._session.take(
            self._queue,
            most,
            attempt=attempt,
            handle=attempt if self._implicit else None,
            until=until,
            poll=False,
        )
        self._session.settle(nacks=[item.lease for item in items], until=until)

    def _slot(self) -> _Slot:
        own = threading.get_ident()
        with self._lock:
            for slot in self._slots:
                if slot.thread == own and not slot.busy:
                    slot.busy = True
                    return slot
            slot = _Slot(own)
            self._slots.append(slot)
            return slot

    def _finished(self, own: _Slot) -> list[str]:
        """Leases to acknowledge: this thread's last, and those of threads and handlers that have ended."""
        with self._lock:
            alive = {t.ident for t in threading.enumerate()} if len(self._slots) > 1 else set()
            alive.discard(own.thread)
            over = [s for s in self._slots if not (s is own or s.thread in alive or s.busy)]
            for slot in over:
                if slot.attempt is None and not self._held([slot]):
                    self._slots.remove(slot)
        return self._held([own, *over])

    def _held(self, slots: list[_Slot]) -> list[str]:
        return [lease for s in slots for lease in s.leases if lease in self._session.ledger]
