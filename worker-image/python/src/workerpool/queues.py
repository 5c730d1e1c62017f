"""``Queue``, ``JoinableQueue`` and ``SimpleQueue`` over the channel.

As in CPython, but: ``put`` returns when the channel has taken the item, so no feeder thread can
lose it; an item that was got stays leased until it is done, so a killed process loses none; and a
queue may have a name, under which the pool's spec declares it and any process finds it.
"""

from __future__ import annotations

import queue as _queue
from typing import Any

from . import client, errors, log, names, wire
from . import codec as codecs
from .clock import Backoff, Deadline
from .codec import Codec

PACE_SECONDS = 0.05
"""Polls that come back empty sooner than this are slowed down."""

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

    def _make(self, maxsize: int, name: str | None, codec: str | Codec) -> None:
        self._set_up(client.made_up_name("queue") if name is None else name, codec)
        if name is None or maxsize > 0:
            client.current().calls.call(
                "PUT",
                f"/queues/{self._name}",
                wire.queue_make_request(max(0, maxsize)),
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

    def _check_open(self) -> None:
        if self._closed:
            raise ValueError(f"Queue {self!r} is closed")

    def _stats(self) -> wire.Stats:
        calls = client.current().calls
        return wire.stats(calls.call("GET", f"/queues/{self._name}", until=calls.patience()).body)

    def _put(self, obj: Any, block: bool, timeout: float | None) -> None:
        self._check_open()
        text = codecs.encode(self._codec, obj)
        connection = client.current()
        until, poll = _patience(connection, block, timeout)
        try:
            connection.sender.put(self._name, [text], until, poll)
        except errors.QueueFull as e:
            raise Full(e.detail) from None

    def _get(self, block: bool, timeout: float | None) -> Any:
        self._check_open()
        connection = client.current()
        receiver = connection.receiver(self._name, self._implicit)
        until, poll = _patience(connection, block, timeout)
        backoff, began = Backoff(connection.clock), connection.clock.now()
        item = receiver.get(until, poll)
        while item is None and poll and not until.over:
            if connection.clock.now() - began < PACE_SECONDS:  # answered without waiting
                connection.clock.sleep(min(backoff.next(), until.remaining()))
            began = connection.clock.now()
            item = receiver.get(until, poll)
        if item is None:
            raise Empty
        try:
            return codecs.decode(self._codec, item, self._name)
        except BaseException:
            try:
                receiver.give_back(item)
            except errors.WorkerPoolError as e:
                log.warning("an item of queue %s could not be given back: %s", self._name, e)
            raise


def _patience(
    connection: client.Client, block: bool, timeout: float | None
) -> tuple[Deadline, bool]:
    """Until when to try, and whether to wait for room or an item meanwhile. A call that waits for
    neither still gives the relay time to answer."""
    if not block or (timeout is not None and timeout <= 0):
        return connection.calls.patience(), False
    return connection.calls.deadline(timeout), True


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
    ) -> None:
        self._make(maxsize, name, codec)

    def put(self, obj: Any, block: bool = True, timeout: float | None = None) -> None:
        """Returns when the channel has taken it. Raises Full when there was no room in time,
        ValueError after close(), ShutDown when the queue was closed in the channel, TooLarge, what
        pickling raises, and OutcomeUnknown when no answer came (it may be in the queue)."""
        self._put(obj, block, timeout)

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """The next item. Raises Empty when none came in time, ValueError after close(), ShutDown
        when the queue was closed in the channel and is drained, CodecError for an item of another
        codec; an item that can't be decoded is given back first."""
        return self._get(block, timeout)

    def put_nowait(self, obj: Any) -> None:
        self.put(obj, False)

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


class JoinableQueue(Queue):
    """``multiprocessing.JoinableQueue``: what was got is done when task_done() says so, and is
    delivered again when this process ends before."""

    _implicit = False

    def task_done(self) -> None:
        """The oldest item that this thread (else: this process) holds is done. ValueError when it
        holds none."""
        connection = client.current()
        connection.receiver(self._name, implicit=False).task_done()

    def join(self) -> None:
        """Waits until every item ever put is done."""
        calls = client.current().calls
        path = f"/queues/{self._name}/join"
        while wire.unfinished(calls.call("GET", path, until=calls.deadline(None), poll=True).body):
            pass


class SimpleQueue(_Channelled):
    """``multiprocessing.SimpleQueue``: unbounded, put and get without time-outs."""

    def __init__(self, *, name: str | None = None, codec: str | Codec = "pickle") -> None:
        self._make(0, name, codec)

    def put(self, obj: Any) -> None:
        self._put(obj, True, None)

    def get(self) -> Any:
        return self._get(True, None)

    def empty(self) -> bool:
        return self._stats().ready == 0

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            client.current().receiver(self._name, implicit=True).close()
