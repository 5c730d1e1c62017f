"""Puts that can't happen twice: each carries its producer and number."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Sequence

from . import errors, wire
from .calls import POLL_SECONDS, Calls
from .clock import Backoff, Deadline


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
        self._lock = threading.Lock()

    def put(self, queue: str, items: Sequence[str], until: Deadline, poll: bool) -> None:
        """Returns when the channel has taken them, all or none (texts of wire.item_text()).

        poll: wait for room until ``until``. Raises QueueFull, ShutDown, NotFound, TooLarge …, and
        OutcomeUnknown where the items may be in the queue though no answer came.
        """
        producer = self._borrow(queue)
        try:
            producer = self._put(queue, items, producer, until, poll)
        except errors.Refusal:
            self._return(queue, producer)  # a refused put uses no number
            raise
        # After anything else (no answer, ^C) nobody knows which number is next: it is left behind.
        self._return(queue, producer)

    def _put(
        self, queue: str, items: Sequence[str], producer: _Producer, until: Deadline, poll: bool
    ) -> _Producer:
        backoff = Backoff(self._calls.clock)
        renewed = False
        while True:
            request = wire.put_request(items, producer.name, producer.next)
            began, patience = self._calls.clock.now(), min(POLL_SECONDS, until.remaining())
            try:
                self._calls.call("POST", f"/queues/{queue}/items", request, until=until, poll=poll)
            except errors.QueueFull:
                if not poll or until.over:
                    raise
                if self._calls.clock.now() - began < patience / 2:  # answered without waiting
                    self._calls.clock.sleep(min(backoff.next(), until.remaining()))
            except errors.SequenceGap:
                # The queue was dropped and made again: earlier numbers went with it.
                if renewed:
                    raise
                producer, renewed = self._new(), True
            else:
                producer.next += len(items)
                return producer

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
