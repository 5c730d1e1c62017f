"""The API of CPython's ``multiprocessing``, over the channel of a WorkerPool.

    import workerpool.multiprocessing as mp

    tasks = mp.JoinableQueue(name="tasks")     # declared in the pool's spec
    results = mp.Queue()                       # made here, can be passed inside an item

Processes are declared in the pool's YAML, so there is no ``Process`` to start here yet.
"""

from __future__ import annotations

from threading import BrokenBarrierError
from typing import TYPE_CHECKING, Any

from .barriers import Barrier
from .conditions import Condition
from .errors import (
    CodecError,
    ExistsDifferently,
    Forbidden,
    LeaseLost,
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
from .joinable import JoinableQueue
from .locks import BoundedSemaphore, Lock, RLock, Semaphore
from .log import SUBDEBUG, SUBWARNING, get_logger, log_to_stderr
from .ordered import LifoQueue, PriorityQueue
from .process import cpu_count, current_process
from .queues import Empty, Full, Queue, SimpleQueue

if TYPE_CHECKING:
    from .pool import Pool as Pool

__all__ = [
    "Barrier",
    "BoundedSemaphore",
    "BrokenBarrierError",
    "CodecError",
    "Condition",
    "Empty",
    "Event",
    "ExistsDifferently",
    "Forbidden",
    "Full",
    "JoinableQueue",
    "LeaseLost",
    "LifoQueue",
    "Lock",
    "NotFound",
    "NotInPool",
    "OutcomeUnknown",
    "Pool",
    "PriorityQueue",
    "ProcessError",
    "Queue",
    "RLock",
    "Refusal",
    "SUBDEBUG",
    "SUBWARNING",
    "Semaphore",
    "ShutDown",
    "SimpleQueue",
    "TimeoutError",
    "TooLarge",
    "Unauthenticated",
    "Unavailable",
    "WorkerPoolError",
    "cpu_count",
    "current_process",
    "freeze_support",
    "get_logger",
    "log_to_stderr",
]

_NOT_YET = frozenset(
    ("Manager", "Pipe", "Value", "Array", "RawValue", "RawArray", "active_children")
)


def freeze_support() -> None:
    """Does nothing: there are no frozen executables here."""


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
        raise AttributeError(f"workerpool.multiprocessing has no {name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
