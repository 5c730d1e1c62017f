"""The API of CPython's ``multiprocessing``, over the channel of a WorkerPool.

    import workerpool.multiprocessing as mp

    tasks = mp.JoinableQueue(name="tasks")     # declared in the pool's spec
    results = mp.Queue()                       # made here, can be passed inside an item

Processes are declared in the pool's YAML, so there is no ``Process`` to start here.
"""

from __future__ import annotations

import sys
from threading import BrokenBarrierError
from types import FrameType
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

_BY_YAML = "processes are declared in the pool's YAML (spec.replicas, spec.processes)"
_BY_QUEUE = "use a Queue: processes of a pool share no memory and no machine"
_ABSENT = {
    **dict.fromkeys(
        (
            "Process active_children parent_process get_context get_start_method set_start_method "
            "get_all_start_methods set_executable set_forkserver_preload"
        ).split(),
        _BY_YAML,
    ),
    **dict.fromkeys(
        "Manager Pipe Value Array RawValue RawArray shared_memory managers connection".split(),
        _BY_QUEUE,
    ),
}
"""What CPython's has and ours hasn't, and what to do instead."""


def freeze_support() -> None:
    """Does nothing: there are no frozen executables here."""


def __getattr__(name: str) -> Any:
    if name == "Pool":  # imported when used: half of the programs have none
        from .pool import Pool

        return Pool
    if name not in _ABSENT:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    why = f"workerpool.multiprocessing has no {name}: {_ABSENT[name]}"
    if _is_imported(sys._getframe(1)):
        raise ImportError(why, name=__name__)
    raise AttributeError(why)


def _is_imported(asking: FrameType) -> bool:
    """Whether ``from … import`` asks, which drops what an AttributeError says."""
    import opcode

    at = asking.f_lasti
    return at >= 0 and asking.f_code.co_code[at] == opcode.opmap["IMPORT_FROM"]
