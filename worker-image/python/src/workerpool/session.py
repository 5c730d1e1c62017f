"""A session: the bond between this process and the items it holds."""

from __future__ import annotations

import os
import secrets
import signal
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from . import errors, log, wire
from .calls import Calls
from .clock import Clock, Deadline
from .transport import Reply
from .ledger import Ledger


class Session:
    """Opened at the first take. When the relay no longer knows it (another one took over, or took
    us for dead), it is opened again with the same nonce, saying what is held."""

    def __init__(self, calls: Calls, nonce_prefix: str = "", beats: bool = True) -> None:
        """nonce_prefix: of this container's start; beats: tell the relay from a thread of its own,
        every few seconds, that we live and what we hold (tests call beat() instead)."""
        self._calls = calls
        self.nonce = f"{nonce_prefix or secrets.token_hex(16)}-{secrets.token_hex(4)}"
        self.ledger = Ledger()
        self._beats = beats
        self._lock = threading.RLock()
        self._opened: wire.Opened | None = None
        self._over = threading.Event()
        self._terminating = threading.Event()

    @property
    def clock(self) -> Clock:
        return self._calls.clock

    @property
    def is_open(self) -> bool:
        return self._opened is not None

    def open(self) -> str:
        """Its id, opened when it isn't."""
        return self._open(self._calls.patience()).session

    def ask(
        self,
        path: str,
        message: Mapping[str, Any],
        *,
        until: Deadline | None = None,
        poll: bool = False,
    ) -> Reply:
        """POSTs a message in this session's name."""
        until = until or self._calls.patience()
        patience = self._calls.patience() if poll else until
        while True:
            self._not_when_terminating()
            opened = self._open(patience)
            request = wire.session_message(opened.session, message)
            try:
                return self._calls.call("POST", path, request, until=until, poll=poll)
            except errors.SessionUnknown:
                self._open(patience, instead_of=opened)

    def take(
        self,
        queue: str,
        limit: int,
        *,
        attempt: str,
        until: Deadline,
        poll: bool,
        handle: str | None = None,
        acks: Sequence[str] = (),
        then: Sequence[wire.Put] = (),
    ) -> list[wire.Item]:
        """Leases up to ``limit`` items; [] when none came in time.

        attempt: the same again for a take whose answer never came: the relay then answers with
        the same items. acks: leases done with, acknowledged in the same commit. then: put in that
        commit, too; what refuses a put is raised then, and LeaseLost, with nothing done, and
        ShutDown, which may be said of either queue.
        """
        todo = list(acks)
        patience = self._calls.patience() if poll else until
        while True:
            self._not_when_terminating()
            opened = self._open(patience)
            request = wire.take_request(opened.session, limit, attempt, handle, todo, then)
            try:
                reply = self._calls.call(
                    "POST", f"/queues/{queue}/leases", request, until=until, poll=poll
                )
            except errors.SessionUnknown:
                self._open(patience, instead_of=opened)
            except errors.LeaseLost as lost:
                if then:
                    self.ledger.forget(lost.leases)
                    raise
                todo = self._without(todo, lost)
            except errors.ShutDown:
                if not then:
                    self.ledger.forget(todo)
                raise
            else:
                items = [] if reply.status == 204 else wire.taken(reply.body)
                self.ledger.add(queue, items)
                self.ledger.forget(todo)
                return items

    def settle(
        self,
        *,
        acks: Sequence[str] = (),
        nacks: Sequence[str] = (),
        how: Mapping[str, Any] = {},
        until: Deadline | None = None,
    ) -> None:
        """Acknowledges and gives back; leases that were lost meanwhile are reported by a warning:
        their items are delivered again, at least once is all that was promised.

        how: delay, dead, reason of what is given back.
        """
        ack, nack = list(acks), list(nacks)
        until = until or self._calls.patience()
        while ack or nack:
            opened = self._open(until)
            told = [{"lease": lease, **how} for lease in nack] if how else nack
            request = wire.settle_request(opened.session, ack, told)
            try:
                self._calls.call("POST", "/leases", request, until=until)
            except errors.SessionUnknown:
                self._open(until, instead_of=opened)
            except errors.LeaseLost as lost:
                ack, nack = self._without(ack, lost), self._without(nack, lost, quiet=True)
            else:
                self.ledger.forget(ack + nack)
                return

    def chain(self, ack: str, puts: Sequence[wire.Put], until: Deadline) -> None:
        """Acknowledges one lease and puts, in one commit; waits for room. Raises LeaseLost (then
        nothing was put: the item's next holder does it), QueueFull and what refuses a put."""
        while True:
            self._not_when_terminating()
            opened = self._open(self._calls.patience())
            request = wire.settle_request(opened.session, [ack], [], puts)
            try:
                self._calls.call("POST", "/leases", request, until=until, poll=True)
            except errors.SessionUnknown:
                self._open(self._calls.patience(), instead_of=opened)
            except errors.LeaseLost:
                self.ledger.forget([ack])
                raise
            else:
                self.ledger.forget([ack])
                return

    def beat(self) -> None:
        """A sign of life; never raises for a relay that doesn't answer: there is a next one."""
        opened = self._opened
        if opened is None:
            return
        request = wire.heartbeat_request([held.lease for held in self.ledger.all()])
        now = self._calls.deadline(0)
        try:
            path = f"/sessions/{opened.session}/heartbeat"
            reply = self._calls.call("POST", path, request, until=now)
            if wire.kill_asked(reply.body):
                # Somebody asked for kill(): no handler, no clean-up, exit code -9.
                os.kill(os.getpid(), signal.SIGKILL)
        except errors.SessionUnknown:
            try:
                self._open(now, instead_of=opened)
            except errors.WorkerPoolError as e:
                log.debug("session not opened again yet: %s", e)
        except errors.WorkerPoolError as e:
            log.debug("heartbeat not answered: %s", e)

    def give_back(self, until: Deadline) -> None:
        """Everything held goes back to its queue; nothing more is taken: the process ends."""
        self._terminating.set()
        if self._opened is not None:
            self.settle(nacks=[held.lease for held in self.ledger.all()], until=until)

    def end(self, until: Deadline) -> None:
        """A clean exit: implicit leases are acknowledged, the others given back."""
        self._over.set()
        opened, self._opened = self._opened, None
        if opened is not None:
            self._calls.call("DELETE", f"/sessions/{opened.session}", until=until)

    def _open(self, until: Deadline, instead_of: wire.Opened | None = None) -> wire.Opened:
        """The open session; opened when it isn't, or is still the one that turned out unknown."""
        opened = self._opened
        if opened is not None and opened is not instead_of:
            return opened
        if not self._lock.acquire(timeout=min(until.remaining(), threading.TIMEOUT_MAX)):
            raise errors.Unavailable("the relay gave no answer in time: no session yet")
        try:
            if self._opened is not None and self._opened is not instead_of:
                return self._opened
            request = wire.session_request(self.nonce, self.ledger.all())
            reply = self._calls.call("POST", "/sessions", request, until=until)
            first = self._opened is None
            self._opened = wire.opened(reply.body)
            log.info("session %s opened%s", self._opened.session, "" if first else " again")
            if first and self._beats and not self._over.is_set():
                self._start_beats(self._opened.heartbeat_seconds)
            return self._opened
        finally:
            self._lock.release()

    def _start_beats(self, seconds: float) -> None:
        def beat() -> None:
            while not self._over.wait(seconds):
                self.beat()

        threading.Thread(target=beat, name="workerpool-heartbeat", daemon=True).start()

    def _without(self, leases: list[str], lost: errors.LeaseLost, quiet: bool = False) -> list[str]:
        if not lost.leases:
            raise lost
        for lease in leases:
            if lease in lost.leases and lease not in lost.gone and not quiet:
                log.warning(
                    "an item was taken from this process before it was done; it is delivered again"
                )
        self.ledger.forget(lost.leases)
        return [lease for lease in leases if lease not in lost.leases]

    def _not_when_terminating(self) -> None:
        while self._terminating.is_set():  # a signal is about to end the process
            self._calls.clock.sleep(0.05)
