"""``LifoQueue`` and ``PriorityQueue``: queues that give their items in another order.

CPython has them in ``queue``, for the threads of a process.
"""

from __future__ import annotations

from typing import Any

from . import codec as codecs
from .codec import Codec
from .queues import Queue, int32


class LifoQueue(Queue):
    """As ``queue.LifoQueue``: the newest item first."""

    def __init__(
        self, maxsize: int = 0, *, name: str | None = None, codec: str | Codec = "pickle"
    ) -> None:
        super().__init__(maxsize, name=name, codec=codec, order="LIFO")


class PriorityQueue(Queue):
    """As ``queue.PriorityQueue``: items are ``(number, data)``, or numbers, lowest first, oldest first
    of equal ones. Or data of any kind by ``put(data, priority=number)``."""

    def __init__(
        self, maxsize: int = 0, *, name: str | None = None, codec: str | Codec = "pickle"
    ) -> None:
        super().__init__(maxsize, name=name, codec=codec, order="Priority")

    def put(
        self,
        obj: Any,
        block: bool = True,
        timeout: float | None = None,
        *,
        priority: int | None = None,
        delay: float = 0.0,
    ) -> None:
        """TypeError when neither priority nor the item itself tells a number."""
        if priority is None:
            priority = _own_priority(obj)
        super().put(obj, block, timeout, priority=priority, delay=delay)

    def _text(self, obj: Any) -> str:
        return codecs.encode(self._codec, obj, _own_priority(obj))

    def put_nowait(self, obj: Any, *, priority: int | None = None, delay: float = 0.0) -> None:
        self.put(obj, False, priority=priority, delay=delay)


def _own_priority(obj: Any) -> int:
    priority = obj[0] if isinstance(obj, (tuple, list)) and obj else obj
    if not isinstance(priority, int):
        raise TypeError(
            "an item of a PriorityQueue is (number, data) or a whole number; "
            f"or give put() a priority: {obj!r:.100}"
        )
    return int32(priority)
