"""What can go wrong, as exceptions. ``queue.Full`` and ``queue.Empty`` stay what they are."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Sequence
from typing import Any

if sys.version_info >= (3, 13):  # programs written for it catch ours too
    from queue import ShutDown as _QueueShutDown
else:

    class _QueueShutDown(Exception):
        pass


class WorkerPoolError(Exception):
    """All that this package raises of its own."""


class NotInPool(WorkerPoolError, RuntimeError):
    """The environment doesn't say which channel to use; the message says what to set."""


class Unavailable(WorkerPoolError, ConnectionError):
    """The relay gave no answer in the time the call had. What was asked has not happened."""


class OutcomeUnknown(Unavailable):
    """As Unavailable, but a request may have arrived: what was asked may have happened."""


class CodecError(WorkerPoolError, TypeError):
    """An item came in another codec than this queue was opened with; it has been given back."""

    def __init__(self, queue: str, content_type: str, expected: str) -> None:
        super().__init__(
            f"queue {queue} holds an item of type {content_type}, but was opened for {expected}; "
            "the item was given back (json items: open the queue with codec='json')"
        )
        self.queue = queue
        self.content_type = content_type
        self.expected = expected

    def __reduce__(self) -> tuple[Any, ...]:
        return CodecError, (self.queue, self.content_type, self.expected)


class Refusal(WorkerPoolError):
    """The relay said no (RFC 9457); ``problem`` is the last part of the problem's type."""

    def __init__(self, problem: str, status: int, detail: str) -> None:
        super().__init__(detail or problem)
        self.problem = problem
        self.status = status
        self.detail = detail
        self.retryable = False
        self.unanswered = False  # an earlier try of the same request may have arrived

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problem, self.status, self.detail), self.__dict__


class Malformed(Refusal, ValueError):
    """The request makes no sense to the relay: a name that is no name, a size out of range."""


class Unauthenticated(Refusal, PermissionError):
    """The relay doesn't know this process: its token is missing, wrong or out of date."""


class Forbidden(Refusal, PermissionError):
    """The token is somebody's, but not one who may use this channel."""


class NotFound(Refusal, LookupError):
    """No such queue, event or channel."""


class SessionUnknown(Refusal):
    """The relay doesn't know the session (any more). Handled inside: it is opened again."""


class LeaseLost(Refusal):
    """Leases this process no longer holds; ``gone`` are those whose item no longer exists."""

    leases: Sequence[str] = ()
    gone: Sequence[str] = ()


class SequenceGap(Refusal):
    """The relay expects another sequence number of this producer. Handled inside."""


class ExistsDifferently(Refusal, ValueError):
    """A queue, semaphore or barrier of this name is there with another size, order, value …"""


class SurplusTaskDone(Refusal, ValueError):
    """task_done() called too many times."""


class ShutDown(Refusal, _QueueShutDown, ValueError):
    """The queue is closed in the channel: for puts at once, for gets when it is drained."""


class SurplusRelease(Refusal, ValueError):
    """A lock or semaphore is released more often than acquired. Programs see ValueError."""


class LockNotHeld(Refusal):
    """This process doesn't hold the condition's lock (any more)."""


class BarrierBroken(Refusal):
    """Handled inside: programs see ``threading.BrokenBarrierError``."""


class InUse(Refusal):
    """Somebody holds items of the queue that is to be dropped."""


class TooLarge(Refusal, ValueError):
    """An item is larger than an item may be, 256 KiB: store it, and queue its name."""


class QueueFull(Refusal):
    """No room in the time given. Handled inside: programs see ``queue.Full``."""


class QuotaUsedUp(QueueFull):
    """The channel has no room for more bytes, or for more queues and events."""


class ProcessError(Exception):
    """As multiprocessing.ProcessError."""


class TimeoutError(ProcessError, builtins.TimeoutError):  # noqa: A001  (CPython's name)
    """As multiprocessing.TimeoutError: ``AsyncResult.get(timeout)`` ran out of time."""


_BY_NAME: dict[str, type[Refusal]] = {
    "malformed": Malformed,
    "batch-too-large": Malformed,
    "unauthenticated": Unauthenticated,
    "forbidden": Forbidden,
    "not-found": NotFound,
    "session-unknown": SessionUnknown,
    "lease-lost": LeaseLost,
    "sequence-gap": SequenceGap,
    "exists-differently": ExistsDifferently,
    "surplus-task-done": SurplusTaskDone,
    "surplus-release": SurplusRelease,
    "lock-not-held": LockNotHeld,
    "barrier-broken": BarrierBroken,
    "in-use": InUse,
    "closed": ShutDown,
    "too-large": TooLarge,
    "queue-full": QueueFull,
    "byte-quota": QuotaUsedUp,
}


def refusal(problem: str, status: int, detail: str) -> Refusal:
    """The exception for a problem; an unknown one is a plain Refusal."""
    return _BY_NAME.get(problem, Refusal)(problem, status, detail)
