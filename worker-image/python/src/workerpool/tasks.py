"""What travels between a Pool and its workers, and how it is cut to fit into items. Pure.

Functions, arguments and results are pickled apart from what surrounds them, so that one that can't
be unpickled spoils nothing but itself.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from . import errors, wire

_ROOM = wire.MAX_ITEM_BYTES - 4096
"""For pickled parts in one item; the rest is for what surrounds them."""


class MainModule(NamedTuple):
    """Where ``__main__`` of the Pool's program is: workers import functions defined there."""

    name: str | None
    path: str | None


class Task(NamedTuple):
    """Calls of one function.

    pool: id; results: queue for the results; job: number within the pool; first: index of the
    first call; function: pickled; star: "map" calls f(x), "star" f(*x), "call" f(*args, **kwds);
    arguments: pickled, one a call; initializer: pickled (f, args), run once a worker, or None.
    """

    pool: str
    results: str
    job: int
    first: int
    kind: str
    function: bytes
    arguments: Sequence[bytes]
    initializer: bytes | None
    main: MainModule


class Result(NamedTuple):
    """Outcomes of consecutive calls, each (ok, pickled value or failure)."""

    pool: str
    job: int
    first: int
    outcomes: Sequence[tuple[bool, bytes]]


def packed(message: Any) -> bytes:
    """A Task or Result as bytes."""
    return pickle.dumps((type(message).__name__, *message))


def unpacked(data: bytes) -> Any:
    """The Task or Result; ValueError for anything else."""
    kind, *fields = pickle.loads(data)
    if kind == "Task":
        task = Task(*fields)
        return task._replace(main=MainModule(*task.main))
    if kind == "Result":
        return Result(*fields)
    raise ValueError(f"no message of a Pool: {kind!r}")


def chunks(task: Task) -> Iterator[Task]:
    """The task, in as many pieces as its arguments need; TooLarge for one that never fits."""
    fixed = len(task.function) + len(task.initializer or b"")
    start = 0
    for size in _sizes(task.arguments, _ROOM - fixed, "a call of a Pool task"):
        part = task.arguments[start : start + size]
        yield task._replace(first=task.first + start, arguments=part)
        start += size


def parts(result: Result) -> Iterator[Result]:
    """The result, in as many pieces as needed; each outcome has been made to fit before."""
    start = 0
    for size in _sizes([data for _, data in result.outcomes], _ROOM, "a result"):
        part = result.outcomes[start : start + size]
        yield result._replace(first=result.first + start, outcomes=part)
        start += size


def fits(data: bytes) -> bool:
    """Whether one pickled outcome fits into an item."""
    return len(data) + 64 <= _ROOM


def _sizes(blobs: Sequence[bytes], room: int, what: str) -> list[int]:
    sizes: list[int] = []
    used = room + 1
    for blob in blobs:
        needed = len(blob) + 16
        if needed > room:
            raise errors.TooLarge(
                "too-large", 413, f"{what} may have {room} bytes pickled, this one has {needed}"
            )
        if used + needed > room:
            sizes.append(0)
            used = 0
        sizes[-1] += 1
        used += needed
    return sizes
