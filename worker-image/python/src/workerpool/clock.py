"""Time and chance, so that tests can play them."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator


class Clock:
    """The machine's: seconds that only grow, real sleep, real chance."""

    def now(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def chance(self) -> float:
        """Between 0 and 1."""
        return random.random()


class Deadline:
    """When a call gives up: after ``timeout`` seconds, or never for None. Negative counts as 0."""

    def __init__(self, clock: Clock, timeout: float | None) -> None:
        self._clock = clock
        self._at = math.inf if timeout is None else clock.now() + max(0.0, timeout)

    def remaining(self) -> float:
        """Seconds, 0 when it is over, infinite without a time-out."""
        return max(0.0, self._at - self._clock.now())

    @property
    def over(self) -> bool:
        return self.remaining() <= 0


PACE_SECONDS = 0.05
"""Polls that come back empty sooner than this are slowed down."""


class Backoff:
    """Pauses between tries: 50 ms, doubled up to 2 s; chance cuts each by up to a half."""

    FIRST = 0.05
    LONGEST = 2.0

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._next = self.FIRST

    def next(self, at_least: float = 0.0) -> float:
        """Seconds to wait now; ``at_least`` is what the relay asked for (Retry-After)."""
        pause = self._next * (0.5 + self._clock.chance() / 2)
        self._next = min(self.LONGEST, self._next * 2)
        return max(pause, at_least)


def paced(clock: Clock, until: Deadline) -> Iterator[None]:
    """For a loop of polls, without an end: pauses where the last one was answered without waiting."""
    backoff = Backoff(clock)
    while True:
        began = clock.now()
        yield
        if clock.now() - began < PACE_SECONDS:
            clock.sleep(min(backoff.next(), until.remaining()))
