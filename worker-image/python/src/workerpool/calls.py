"""Requests that are repeated until they are answered.

Repeating is safe because each request names itself: a put by producer and number, a take by its
attempt, a settlement by its leases, a set() by its key.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from . import errors, log, wire
from .clock import Backoff, Clock, Deadline
from .transport import Interrupted, Reply, Transport

POLL_SECONDS = 20.0
"""How long one request waits in the relay at most; longer waits are made of several."""

PATIENCE_SECONDS = 300.0
"""How long a call goes on while the relay gives no answer. A time-out is about the queue: Empty and
Full mean that the relay said so. During a take-over (up to 20 s) nobody can."""

INTRODUCTION_SECONDS = 10.0
"""A pod may be faster than the relay's news of it: a stranger's refusal is repeated so long. So is 401
of a process that is known: its token may be about to be renewed (a laptop has just woken up)."""

_SLACK_SECONDS = 10.0
_WARN_AFTER_SECONDS = 10.0
_STRANGER = (401, 403)
_AGAIN_STATUS = frozenset((408, 429, 500, 502, 503, 504))


class Calls:
    """Sends requests; says no only when the relay does, or when time is out."""

    def __init__(self, transport: Transport, clock: Clock) -> None:
        self._transport = transport
        self._known = False
        self.clock = clock

    def deadline(self, timeout: float | None) -> Deadline:
        """None: never over."""
        return Deadline(self.clock, timeout)

    def patience(self) -> Deadline:
        """For calls that wait for nothing but an answer."""
        return Deadline(self.clock, PATIENCE_SECONDS)

    def waiting(self, block: bool, timeout: float | None) -> tuple[Deadline, bool]:
        """Until when a call of that block and timeout tries, and whether it waits in the relay
        meanwhile. One that doesn't still gives the relay time to answer."""
        if not block or (timeout is not None and timeout <= 0):
            return self.patience(), False
        return self.deadline(timeout), True

    def call(
        self,
        method: str,
        path: str,
        body: str | None = None,
        *,
        until: Deadline,
        poll: bool = False,
        headers: Mapping[str, str] = {},
    ) -> Reply:
        """The reply, 2xx. Raises Refusal for what the relay refuses for good, Unavailable when it
        gave no answer until ``until``, OutcomeUnknown when the request may have arrived.

        poll: the request waits in the relay until ``until``, for which it is asked again; what
        bounds the silence is then PATIENCE_SECONDS.
        """
        backoff = Backoff(self.clock)
        began = self.clock.now()
        give_up = self.patience() if poll else until
        unanswered = warned = False
        refused_since: float | None = None
        while True:
            wait = min(POLL_SECONDS, until.remaining()) if poll else 0.0
            retry_after = 0.0
            try:
                reply = self._transport.exchange(
                    method, _waiting(path, wait), body, headers, wait + _SLACK_SECONDS
                )
            except Interrupted as e:
                why: Exception = e
                unanswered = unanswered or e.sent
            else:
                if 200 <= reply.status < 300:
                    self._known = True
                    return reply
                refused = wire.problem(reply.status, reply.body)
                unanswered = unanswered or reply.repeated
                if refused.status not in _STRANGER:
                    refused_since = None
                elif refused_since is None:
                    refused_since = self.clock.now()
                if not self._passing(refused, refused_since):
                    refused.unanswered = unanswered
                    raise refused
                why = refused
                if poll and refused.status == 429:  # an answer: to wait, as at a full queue
                    give_up = self.patience()
                unanswered = unanswered or reply.status >= 500
                retry_after = _seconds(reply.headers.get("retry-after", ""))
                if reply.status == 503:
                    # A kept connection leads to the relay that served, not to the one that does.
                    self._transport.close()
            if give_up.over:
                raise _gave_up(why, unanswered) from why
            if not warned and self.clock.now() - began >= wait + _WARN_AFTER_SECONDS:
                warned = True
                log.warning("the relay gives no answer (%s); still trying", why)
            self.clock.sleep(min(backoff.next(retry_after), give_up.remaining()))

    def _passing(self, refused: errors.Refusal, since: float | None) -> bool:
        """Whether the same request may fare better in a moment."""
        if isinstance(refused, errors.QueueFull):
            return False  # an answer: the caller knows how long it wants to wait
        if since is not None:
            stranger = refused.status == 401 or not self._known
            return stranger and self.clock.now() - since < INTRODUCTION_SECONDS
        return refused.retryable or (refused.problem == "" and refused.status in _AGAIN_STATUS)


def _gave_up(why: Exception, unanswered: bool) -> errors.Unavailable:
    kind = errors.OutcomeUnknown if unanswered else errors.Unavailable
    return kind(f"the relay gave no answer in time: {why}")


def _seconds(retry_after: str) -> float:
    return float(retry_after) if retry_after.isdigit() else 0.0


def _waiting(path: str, seconds: float) -> str:
    if seconds <= 0:
        return path
    # Rounded up, or the last poll would come back a hair too early.
    return f"{path}{'&' if '?' in path else '?'}wait={math.ceil(seconds * 1000) / 1000:.3f}"
