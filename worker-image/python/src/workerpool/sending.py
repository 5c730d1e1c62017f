"""Puts that can't happen twice: each carries its producer and number."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NoReturn

from . import errors, wire
from .calls import POLL_SECONDS, Calls
from .clock import Backoff, Deadline

if TYPE_CHECKING:
    from .session import Session


class _Producer:
    """A line of numbers in one queue. Only one put at a time uses it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.next = 1


class Sender:
    """Puts of this process. Each thread that puts at the same time uses a producer of its own."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._prefix = secrets.token_hex(8)
        self._made = 0
        self._idle: dict[str, list[_Producer]] = {}
        self._lock = threading.RLock()

    def put(self, queue: str, items: Sequence[str], until: Deadline, poll: bool) -> None:
        """Returns when the channel has taken them, all or none (texts of wire.item_text()).

        poll: wait for room until ``until``. Raises QueueFull, ShutDown, NotFound, TooLarge …, and
        OutcomeUnknown where the items may be in the queue though no answer came.
        """

        def send(producer: _Producer) -> None:
            request = wire.put_request(items, producer.name, producer.next)
            self._calls.call("POST", f"/queues/{queue}/items", request, until=until, poll=poll)

        self._numbered(queue, len(items), until, poll, send)

    def put_all(self, queue: str, items: Sequence[str], until: Deadline) -> None:
        """As put(), waiting for room; in parts where the queue's bound is smaller than the batch."""
        try:
            self.put(queue, items, until, poll=True)
        except errors.Malformed as e:
            if e.problem != "batch-too-large" or len(items) == 1:
                raise
            half = len(items) // 2
            self.put_all(queue, items[:half], until)
            self.put_all(queue, items[half:], until)

    def chain(
        self, session: Session, ack: str, queue: str, items: Sequence[str], until: Deadline
    ) -> None:
        """As put(), in one commit with the acknowledgement of a lease."""
        self.carried(queue, items, until, lambda put: session.chain(ack, [put], until))

    def carried(
        self,
        queue: str,
        items: Sequence[str],
        until: Deadline,
        carry: Callable[[wire.Put], None],
    ) -> None:
        """As put(), by a request that carries more than this; it waits for room by itself."""

        def send(producer: _Producer) -> None:
            carry(wire.Put(queue, producer.name, producer.next, items))

        self._numbered(queue, len(items), until, True, send)

    def _numbered(
        self,
        queue: str,
        count: int,
        until: Deadline,
        poll: bool,
        send: Callable[[_Producer], None],
    ) -> None:
        """Sends under a producer's next number, again until it is taken or refused for good."""
        producer = self._borrow(queue)
        backoff = Backoff(self._calls.clock)
        unanswered = renewed = False
        while True:
            began, patience = self._calls.clock.now(), min(POLL_SECONDS, until.remaining())
            try:
                send(producer)
            except errors.SequenceGap:
                # The queue was dropped and made again: earlier numbers went with it.
                if renewed:
                    raise
                producer, renewed = self._new(), True
            except errors.Refusal as e:
                unanswered = unanswered or e.unanswered
                if not isinstance(e, errors.QueueFull) or not poll or until.over:
                    self._refused(queue, producer, e, unanswered)
                if self._calls.clock.now() - began < patience / 2:  # answered without waiting
                    self._calls.clock.sleep(min(backoff.next(), until.remaining()))
            else:
                producer.next += count
                self._return(queue, producer)
                return

    def _refused(
        self, queue: str, producer: _Producer, refusal: errors.Refusal, unanswered: bool
    ) -> NoReturn:
        """A refused put uses no number. But an unanswered try before may still be stored, late;
        then the next item under its number would pass for its repetition and be lost. So the
        producer is left behind, as after any other exception."""
        if not unanswered:
            self._return(queue, producer)
        elif isinstance(refusal, errors.QueueFull):
            raise errors.OutcomeUnknown(
                f"{refusal.detail}; but an earlier try went unanswered, and may be stored yet"
            ) from refusal
        raise refusal

    def _borrow(self, queue: str) -> _Producer:
        with self._lock:
            idle = self._idle.get(queue)
            if idle:
                return idle.pop()
        return self._new()

    def _return(self, queue: str, producer: _Producer) -> None:
        with self._lock:
            self._idle.setdefault(queue, []).append(producer)

    def _new(self) -> _Producer:
        with self._lock:
            self._made += 1
            return _Producer(f"{self._prefix}.{self._made}")
