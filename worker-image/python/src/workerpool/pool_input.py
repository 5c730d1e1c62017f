"""What a Pool is given: checked, and cut into chunks. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Any, Callable


def call(args: Any, kwds: Any) -> tuple[Any, Any]:
    """A call's arguments, as they are now. What can't be any fails in the worker, as in CPython: told
    where the result is asked for, and to error_callback."""
    try:
        return tuple(args), dict(kwds)
    except TypeError:
        return args, kwds


def cut(inputs: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """The inputs in lists of that size, the last one shorter."""
    rest = iter(inputs)
    while True:
        chunk = list(itertools.islice(rest, size))
        if not chunk:
            return
        yield chunk


def check(
    processes: int | None,
    initializer: Callable[..., Any] | None,
    maxtasksperchild: int | None,
) -> None:
    """Raises what CPython raises for what a Pool can't be made with, and for what ours doesn't offer."""
    if processes is not None and processes < 1:
        raise ValueError("Number of processes must be at least 1")
    if initializer is not None and not callable(initializer):
        raise TypeError("initializer must be a callable")
    if maxtasksperchild is not None:
        if not isinstance(maxtasksperchild, int) or maxtasksperchild <= 0:
            raise ValueError("maxtasksperchild must be a positive int or None")
        raise NotImplementedError("maxtasksperchild: replicas are replaced by the pool only")
