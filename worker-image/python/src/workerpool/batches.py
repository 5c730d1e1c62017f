"""Many items in few requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from . import wire

MAX_BYTES = wire.MAX_BODY_BYTES - 32 * 1024
"""Of items in one request; the rest is for what else it says."""


def of(texts: Iterable[str]) -> Iterator[list[str]]:
    """Items (texts of wire.item_text()) in batches that a relay accepts, made as they are needed."""
    batch: list[str] = []
    size = 0
    for text in texts:
        more = len(text.encode()) + 1
        if batch and (len(batch) == wire.MAX_BATCH_ITEMS or size + more > MAX_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += more
    if batch:
        yield batch
