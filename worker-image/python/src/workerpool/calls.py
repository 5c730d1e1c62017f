"""Requests that are repeated until they are answered.

Repeating is safe because each request names itself: a put by producer and number, a take by its
attempt, a settlement by its leases, a set() by its key.
"""

from __future__ import annotations

from collections.abc import Mapping

from . import errors, log, wire
from .clock import Backoff, Clock, Deadline
from .transport import Interrupted, Reply, Transport

POLL_SECONDS = 20.0
"""How long one request waits in the relay at most; longer waits are made of several."""

PATIENCE_SECONDS = 60.0
"""How long calls without a time-out of their own (qsize, set …) look for a relay; a take-over
takes up to 20 s."""

_SLACK_SECONDS = 10.0
_WARN_AFTER_SECONDS = 10.0
_AGAIN = frozenset(
    ("overloaded", "not-leader", "recovering", "outcome-unknown", "too-slow", "internal")
)
_AGAIN_STATUS = frozenset((408, 429, 500, 502, 503, 504))
_MAYBE_DONE = frozenset(("outcome-unknown", "internal"))


class Calls:
    """Sends requests; says no only when the relay does, or when time is out."""

    def __init__(self, transport: Transport, clock: Clock) -> None:
        self._transport = transport
        self.clock = clock

    def deadline(self, timeout: float | None) -> Deadline:
        """None: never over."""
        return Deadline(self.clock, timeout)

    def patience(self) -> Deadline:
        """For calls that have no time-out of their own."""
        return Deadline(self.clock, PATIENCE_SECONDS)

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
        """The reply, 2xx. Raises Refusal for what the relay refuses for good, Unavailable when
        ``until`` is over without an answer, OutcomeUnknown when it may have happened.

        poll: the request waits in the relay while time is left.
        """
        backoff = Backoff(self.clock)
        began = self.clock.now()
        maybe_done = warned = False
        while True:
            wait = min(POLL_SECONDS, until.remaining()) if poll else 0.0
            retry_after = 0.0
            try:
                reply = self._transport.exchange(
                    method,
                    _waiting(path, wait),
                    body,
                    headers,
                    wait + _SLACK_SECONDS,
                )
            except Interrupted as e:
                why: Exception = e
                maybe_done = maybe_done or e.sent
            else:
                if 200 <= reply.status < 300:
                    return reply
                refused = wire.problem(reply.status, reply.body)
                if not _again(refused):
                    raise refused
                why = refused
                maybe_done = maybe_done or refused.problem in _MAYBE_DONE
                retry_after = _seconds(reply.headers.get("retry-after", ""))
            if until.over:
                raise _gave_up(why, maybe_done) from why
            if not warned and self.clock.now() - began >= wait + _WARN_AFTER_SECONDS:
                warned = True
                log.warning("the relay gives no answer (%s); still trying", why)
            self.clock.sleep(min(backoff.next(retry_after), until.remaining()))


def _again(refused: errors.Refusal) -> bool:
    return refused.problem in _AGAIN or (refused.problem == "" and refused.status in _AGAIN_STATUS)


def _gave_up(why: Exception, maybe_done: bool) -> errors.Unavailable:
    kind = errors.OutcomeUnknown if maybe_done else errors.Unavailable
    return kind(f"the relay gave no answer in time: {why}")


def _seconds(retry_after: str) -> float:
    return float(retry_after) if retry_after.isdigit() else 0.0


def _waiting(path: str, seconds: float) -> str:
    return path if seconds <= 0 else f"{path}{'&' if '?' in path else '?'}wait={seconds:.3f}"
