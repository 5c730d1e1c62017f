"""``Queue`` and ``SimpleQueue`` over the channel; joinable.py and ordered.py have the other kinds.

As in CPython, but: ``put`` returns when the channel has taken the item, so no feeder thread can
lose it; an item that was got stays leased until it is done, so a killed process loses none; and a
queue may have a name, under which the pool's spec declares it and any process finds it.
"""

from __future__ import annotations

import operator
import queue as _queue
from collections.abc import Iterable
from typing import Any

from . import batches, client, errors, log, names, wire
from . import codec as codecs
from .clock import paced
from .codec import Codec

Full = _queue.Full
Empty = _queue.Empty


def _opened(cls: Any, name: str, codec: str | Codec) -> Any:
    """A queue that is there already; what a pickled one becomes."""
    made = cls.__new__(cls)
    made._set_up(name, codec)
    return made


class _Channelled:
    """What all three have in common."""

    _implicit = True
    _name: str

    def _set_up(self, name: str, codec: str | Codec) -> None:
        self._name = names.checked(name)
        self._codec = codecs.of(codec)
        self._closed = False

    def _make(
        self, maxsize: int, name: str | None, codec: str | Codec, order: str = "FIFO"
    ) -> None:
        maxsize = operator.index(maxsize)
        self._set_up(client.made_up_name("queue") if name is None else name, codec)
        if name is None or maxsize > 0:
            client.current().calls.call(
                "PUT",
                f"/queues/{self._name}",
                wire.queue_make_request(max(0, maxsize), order),
                until=client.current().calls.patience(),
            )

    @property
    def name(self) -> str:
        """The queue's name in the channel; made up where none was given."""
        return self._name

    def __reduce__(self) -> tuple[Any, ...]:
        return _opened, (type(self), self._name, codecs.name_of(self._codec))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._name!r}{' closed' if self._closed else ''}>"

    def _text(self, obj: Any) -> str:
        return codecs.encode(self._codec, obj)

    def _check_open(self) -> None:
        if self._closed:
            raise ValueError(f"Queue {self!r} is closed")

    def _stats(self) -> wire.Stats:
        calls = client.current().calls
        return wire.stats(calls.call("GET", f"/queues/{self._name}", until=calls.patience()).body)

    def _put(
        self,
        obj: Any,
        block: bool,
        timeout: float | None,
        priority: int = 0,
        delay: float = 0.0,
    ) -> None:
        self._check_open()
        text = codecs.encode(self._codec, obj, priority, delay)
        connection = client.current()
        until, poll = connection.calls.waiting(block, timeout)
        try:
            connection.sender.put(self._name, [text], until, poll)
        except errors.QueueFull as e:
            raise Full(e.detail) from None

    def _get(self, most: int, block: bool, timeout: float | None) -> list[Any]:
        self._check_open()
        connection = client.current()
        receiver = connection.receiver(self._name, self._implicit)
        until, poll = connection.calls.waiting(block, timeout)
        for _ in paced(connection.clock, until):
            items = receiver.get(most, until, poll)
            if items or not poll or until.over:
                break
        if not items:
            raise Empty
        objs: list[Any] = []
        try:
            for item in items:
                objs.append(codecs.decode(self._codec, item, self._name))
        except BaseException as e:
            whole = not objs or not isinstance(e, Exception)  # ^C: nobody will see the first ones
            try:
                receiver.give_back(items if whole else items[len(objs) :])
            except errors.WorkerPoolError as lost:
                log.warning("an item of queue %s could not be given back: %s", self._name, lost)
            if whole:
                raise
        return objs


class Queue(_Channelled):
    """``multiprocessing.Queue``.

    maxsize: as in CPython, 0 or less is unbounded. name: a queue of the pool's spec (or one that
    somebody makes at run time); None makes one, which is dropped when this process ends. codec:
    "pickle", "json", or a Codec. With a name *and* a maxsize the queue is made if it isn't there,
    and ExistsDifferently raised if it is there with another one.

    Items got are done with the next get of the same thread, with close(), or when the process ends
    with exit code 0; if it ends otherwise they are delivered again.
    """

    def __init__(
        self,
        maxsize: int = 0,
        *,
        name: str | None = None,
        codec: str | Codec = "pickle",
        order: str = "FIFO",
    ) -> None:
        """order: of a queue that is made: "FIFO", "LIFO" or "Priority"."""
        if order not in _ORDERS:
            raise ValueError(f"order must be one of {', '.join(_ORDERS)}, not {order!r}")
        self._make(maxsize, name, codec, order)

    def put(
        self,
        obj: Any,
        block: bool = True,
        timeout: float | None = None,
        *,
        priority: int = 0,
        delay: float = 0.0,
    ) -> None:
        """Returns when the channel has taken it. Raises Full when there was no room in time,
        ValueError after close(), ShutDown when the queue was closed in the channel, TooLarge, what
        pickling raises, and OutcomeUnknown when no answer came (it may be in the queue).

        priority: lower comes first, in a queue of order Priority only (32 bits). delay: seconds, a
        day at most, until the item can be got.
        """
        self._put(obj, block, timeout, int32(priority), delay_seconds(delay))

    def put_all(self, objs: Iterable[Any]) -> None:
        """Puts items in their order, in as few commits as their sizes allow; waits for room. Raises
        what put() raises; those before the ones it was raised for are in the queue."""
        self._check_open()
        connection = client.current()
        never = connection.calls.deadline(None)
        for texts in batches.of(map(self._text, objs)):
            connection.sender.put_all(self._name, texts, never)

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """The next item. Raises Empty when none came in time, ValueError after close(), ShutDown
        when the queue was closed in the channel and is drained, CodecError for an item of another
        codec; an item that can't be decoded is given back first."""
        return self._get(1, block, timeout)[0]

    def get_many(self, most: int, block: bool = True, timeout: float | None = None) -> list[Any]:
        """The next items in one request: those that are there, one at least and ``most`` (1 to
        1000) at the most. They are held and done as those of get(), all of them together in a
        Queue, one by one in a JoinableQueue. What can't be decoded is given back with all after
        it; raises what get() does."""
        if not 1 <= most <= wire.MAX_BATCH_ITEMS:
            raise ValueError(f"most is 1 to {wire.MAX_BATCH_ITEMS} items, not {most!r}")
        return self._get(most, block, timeout)

    def put_nowait(self, obj: Any, *, priority: int = 0, delay: float = 0.0) -> None:
        self.put(obj, False, priority=priority, delay=delay)

    def get_nowait(self) -> Any:
        return self.get(False)

    def qsize(self) -> int:
        """Items ready; items leased don't count."""
        return self._stats().ready

    def empty(self) -> bool:
        if self._closed:
            raise OSError("handle is closed")
        return self._stats().ready == 0

    def full(self) -> bool:
        stats = self._stats()
        return 0 < stats.max_size <= stats.ready

    def close(self) -> None:
        """This process is done with the queue, and with what it got from it. Others go on."""
        if not self._closed:
            self._closed = True
            connection = client.current()
            connection.receiver(self._name, self._implicit).close()

    def join_thread(self) -> None:
        """Returns at once: no thread holds items back here."""
        assert self._closed, f"Queue {self!r} not closed"

    def cancel_join_thread(self) -> None:
        """Does nothing, for the same reason."""

    def shutdown(self, immediate: bool = False) -> None:
        """Closes the queue for everybody, as queue.Queue.shutdown: puts raise ShutDown at once,
        gets when the queue is drained; immediate: what is ready is dropped."""
        calls = client.current().calls
        path = f"/queues/{self._name}/close"
        calls.call("POST", path, wire.close_request(immediate), until=calls.patience())


class SimpleQueue(_Channelled):
    """``multiprocessing.SimpleQueue``: unbounded, put and get without time-outs."""

    def __init__(self, *, name: str | None = None, codec: str | Codec = "pickle") -> None:
        self._make(0, name, codec)

    def put(self, obj: Any) -> None:
        self._put(obj, True, None)

    def get(self) -> Any:
        return self._get(1, True, None)[0]

    def empty(self) -> bool:
        self._check_open()
        return self._stats().ready == 0

    def _check_open(self) -> None:
        if self._closed:
            raise OSError("handle is closed")

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            client.current().receiver(self._name, implicit=True).close()


_ORDERS = ("FIFO", "LIFO", "Priority")


def int32(priority: int) -> int:
    if not isinstance(priority, int) or not -(2**31) <= priority < 2**31:
        raise ValueError(f"a priority is a whole number of 32 bits, not {priority!r}")
    return int(priority)


def delay_seconds(seconds: float) -> float:
    if not 0 <= seconds <= 86400:
        raise ValueError(f"a delay is 0 to 86400 seconds, not {seconds!r}")
    return seconds
