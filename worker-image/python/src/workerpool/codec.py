"""How objects become payloads. Python's pickle by default, JSON for other languages."""

from __future__ import annotations

import json
import pickle
from typing import Any, Protocol

from . import errors, wire


class Codec(Protocol):
    """A codec of your own: ``mp.Queue(codec=MyCodec())``. It must be importable and picklable
    where a queue is passed inside an item."""

    content_type: str

    def encode(self, value: Any) -> wire.Body: ...

    def decode(self, item: wire.Item) -> Any:
        """Only called with items of this codec's content type."""


class PickleCodec:
    """Any picklable object. Who can put into the queue can run code in whoever gets from it."""

    content_type = "application/x-python-pickle"

    def encode(self, value: Any) -> wire.Body:
        return wire.Body(self.content_type, data=pickle.dumps(value))

    def decode(self, item: wire.Item) -> Any:
        return pickle.loads(item.data or b"")


class JsonCodec:
    """JSON values: dict with str keys, list, str, int, float (finite), bool, None."""

    content_type = wire.JSON

    def encode(self, value: Any) -> wire.Body:
        return wire.Body(self.content_type, text=wire.dumps(value))

    def decode(self, item: wire.Item) -> Any:
        return json.loads(item.data) if item.data is not None else item.value


_NAMED: dict[str, Codec] = {"pickle": PickleCodec(), "json": JsonCodec()}


def of(codec: str | Codec) -> Codec:
    """By name ("pickle", "json"), or the codec itself."""
    if not isinstance(codec, str):
        return codec
    try:
        return _NAMED[codec]
    except KeyError:
        raise ValueError(f"codec must be one of {', '.join(_NAMED)}, not {codec!r}") from None


def name_of(codec: Codec) -> str | Codec:
    """What of() takes: the short name of ours, so that a pickled queue stays small."""
    for name, known in _NAMED.items():
        if known is codec:
            return name
    return codec


def encode(codec: Codec, value: Any, priority: int = 0, delay: float = 0.0) -> str:
    """An item's text for a put; raises what pickling raises, and TooLarge."""
    body = codec.encode(value)
    if body.size_bytes > wire.MAX_ITEM_BYTES:
        raise errors.TooLarge(
            "too-large",
            413,
            f"an item may have {wire.MAX_ITEM_BYTES} bytes, this one has {body.size_bytes}: "
            "put it into storage and its name into the queue",
        )
    return wire.item_text(body, priority, delay)


def decode(codec: Codec, item: wire.Item, queue: str) -> Any:
    """The object; CodecError when it came in another codec."""
    if item.content_type.split(";")[0].strip().lower() != codec.content_type:
        raise errors.CodecError(queue, item.content_type, codec.content_type)
    return codec.decode(item)
