"""The API of CPython's ``multiprocessing``, over the channel of a WorkerPool.

    import workerpool.multiprocessing as mp

    tasks = mp.JoinableQueue(name="tasks")     # declared in the pool's spec
    results = mp.Queue()                       # made here, can be passed inside an item

Processes are declared in the pool's YAML, so there is no ``Process`` to start here. ``Lock``,
``RLock``, ``Semaphore``, ``BoundedSemaphore``, ``Condition``, ``Barrier`` aren't there yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import (
    CodecError,
    ExistsDifferently,
    Forbidden,
    NotFound,
    NotInPool,
    OutcomeUnknown,
    ProcessError,
    Refusal,
    ShutDown,
    TimeoutError,
    TooLarge,
    Unauthenticated,
    Unavailable,
    WorkerPoolError,
)
from .events import Event
from .log import SUBDEBUG, SUBWARNING, get_logger, log_to_stderr
from .process import cpu_count, current_process
from .queues import Empty, Full, JoinableQueue, Queue, SimpleQueue

if TYPE_CHECKING:
    from .pool import Pool as Pool

__all__ = [
    "CodecError",
    "Empty",
    "Event",
    "ExistsDifferently",
    "Forbidden",
    "Full",
    "JoinableQueue",
    "NotFound",
    "NotInPool",
    "OutcomeUnknown",
    "Pool",
    "ProcessError",
    "Queue",
    "Refusal",
    "SUBDEBUG",
    "SUBWARNING",
    "ShutDown",
    "SimpleQueue",
    "TimeoutError",
    "TooLarge",
    "Unauthenticated",
    "Unavailable",
    "WorkerPoolError",
    "cpu_count",
    "current_process",
    "get_logger",
    "log_to_stderr",
]

_NOT_YET = frozenset(
    ("Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition", "Barrier", "Manager", "Pipe")
)


def __getattr__(name: str) -> Any:
    if name == "Pool":  # imported when used: half of the programs have none
        from .pool import Pool

        return Pool
    if name == "Process":
        raise AttributeError(
            "workerpool.multiprocessing makes no processes from code yet: declare them in the "
            "pool's YAML (spec.replicas, spec.processes)"
        )
    if name in _NOT_YET:
        raise AttributeError(f"workerpool.multiprocessing has no {name} yet")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
