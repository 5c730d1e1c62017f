"""``Pool``: calls of functions, run by the replicas of the pool.

The replicas run ``python -m workerpool.pool_worker``; they take tasks from a queue and answer on
one that the Pool makes for itself. A worker that is killed in a task doesn't hang anything: its task is
delivered to another one.
"""

from __future__ import annotations

import itertools
import operator
import pickle
import secrets
import sys
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Callable

from . import client as clients
from . import errors, log, main_module, names, pool_input, tasks, wire
from .collecting import Collector
from .feeding import Feeder, Submission
from .pool_worker import DEFAULT_QUEUE
from .results import AsyncResult, Callback, IMapIterator, IMapUnorderedIterator, Job

_CHUNKS_A_MAP = 256

RUN, CLOSE, TERMINATE = "RUN", "CLOSE", "TERMINATE"


class Pool:
    """``multiprocessing.Pool`` over the replicas of this pool.

    processes: how many replicas there are, if you know: only used to cut ``map`` into chunks (it
    starts none; None cuts into up to 256). initializer, initargs: called in each worker before its
    first task of this Pool. maxtasksperchild: not offered. queue: of the tasks; one that the spec
    declares outlives this process, else it is made and goes when this process ends, and the
    workers with it. One Pool at a time uses a queue.
    """

    def __init__(
        self,
        processes: int | None = None,
        initializer: Callable[..., Any] | None = None,
        initargs: Iterable[Any] = (),
        maxtasksperchild: int | None = None,
        context: None = None,
        *,
        queue: str = DEFAULT_QUEUE,
    ) -> None:
        pool_input.check(processes, initializer, maxtasksperchild)
        self._processes = processes
        self._initializer = (
            None if initializer is None else pickle.dumps((initializer, tuple(initargs)))
        )
        # What workers send back of classes of __main__ names them by this module, as in CPython.
        sys.modules.setdefault(main_module.ALIAS, sys.modules["__main__"])
        self._client = clients.current()
        self._queue = names.checked(queue)
        self._id = secrets.token_hex(8)
        self._results = clients.made_up_name("results")
        self._make_queues()
        self._feeder = Feeder(self._client, self._queue)
        self._collector = Collector(self._client, self._results, self._id)
        self._numbers = itertools.count()
        self._state = RUN
        self._dropped = False
        self._lock = threading.RLock()  # so that nothing is given between the parts of an end

    def _make_queues(self) -> None:
        calls, request = self._client.calls, wire.queue_make_request(0)
        try:
            calls.call("PUT", f"/queues/{self._queue}", request, until=calls.patience())
        except errors.ExistsDifferently:
            pass  # declared, with a bound
        calls.call("PUT", f"/queues/{self._results}", request, until=calls.patience())

    def apply(
        self, func: Callable[..., Any], args: Iterable[Any] = (), kwds: dict[str, Any] = {}
    ) -> Any:
        """func(*args, **kwds), run by a worker."""
        return self.apply_async(func, args, kwds).get()

    def apply_async(
        self,
        func: Callable[..., Any],
        args: Iterable[Any] = (),
        kwds: dict[str, Any] = {},
        callback: Callback = None,
        error_callback: Callback = None,
    ) -> AsyncResult:
        """callback gets the value, error_callback the exception, in a thread of this Pool."""
        job = AsyncResult(next(self._numbers), self._collector.remove, None, callback, error_callback)
        self._submit(job, func, "call", [[pool_input.call(args, kwds)]], lazy=False)
        return job

    def map(
        self, func: Callable[[Any], Any], iterable: Iterable[Any], chunksize: int | None = None
    ) -> list[Any]:
        """The results in order; raises the first error after all calls have ended."""
        return self.map_async(func, iterable, chunksize).get()  # type: ignore[no-any-return]

    def map_async(
        self,
        func: Callable[[Any], Any],
        iterable: Iterable[Any],
        chunksize: int | None = None,
        callback: Callback = None,
        error_callback: Callback = None,
    ) -> AsyncResult:
        return self._map(func, "map", iterable, chunksize, callback, error_callback)

    def starmap(
        self,
        func: Callable[..., Any],
        iterable: Iterable[Iterable[Any]],
        chunksize: int | None = None,
    ) -> list[Any]:
        """As map(), each element being the arguments of a call."""
        return self.starmap_async(func, iterable, chunksize).get()  # type: ignore[no-any-return]

    def starmap_async(
        self,
        func: Callable[..., Any],
        iterable: Iterable[Iterable[Any]],
        chunksize: int | None = None,
        callback: Callback = None,
        error_callback: Callback = None,
    ) -> AsyncResult:
        return self._map(func, "star", iterable, chunksize, callback, error_callback)

    def imap(
        self, func: Callable[[Any], Any], iterable: Iterable[Any], chunksize: int = 1
    ) -> IMapIterator:
        """An iterator over the results, in order; the input is read as it is sent."""
        return self._imap(IMapIterator, func, iterable, chunksize)

    def imap_unordered(
        self, func: Callable[[Any], Any], iterable: Iterable[Any], chunksize: int = 1
    ) -> IMapIterator:
        """As imap(), results as they come."""
        return self._imap(IMapUnorderedIterator, func, iterable, chunksize)

    def close(self) -> None:
        """No more work is given; what was given goes on."""
        if self._state == RUN:
            self._end(CLOSE)

    def terminate(self) -> None:
        """Work not yet begun is dropped, results no longer waited for. The replicas go on: their
        life is the pool's."""
        if self._state == TERMINATE:
            return
        unfinished = self._end(TERMINATE)
        for job in unfinished:
            job.abort(RuntimeError("the Pool was terminated"))
        if unfinished:
            calls = self._client.calls
            try:
                calls.call("POST", f"/queues/{self._queue}/purge", until=calls.patience())
            except (errors.NotFound, errors.Unavailable) as e:
                log.debug("queue %s not purged: %s", self._queue, e)
        self._drop_results()

    def join(self) -> None:
        """Waits until all work is done; ValueError before close() or terminate()."""
        if self._state == RUN:
            raise ValueError("Pool is still running")
        self._collector.join()
        self._drop_results()

    def __enter__(self) -> Pool:
        self._check_running()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.terminate()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} state={self._state} queue={self._queue!r}>"

    def __reduce__(self) -> tuple[Any, ...]:
        raise NotImplementedError("pool objects cannot be passed between processes or pickled")

    def _map(
        self,
        func: Callable[..., Any],
        kind: str,
        iterable: Iterable[Any],
        chunksize: int | None,
        callback: Callback,
        error_callback: Callback,
    ) -> AsyncResult:
        self._check_running()
        inputs = list(iterable)
        if chunksize is None:
            pieces = _CHUNKS_A_MAP if self._processes is None else 4 * self._processes
            chunksize = -(-len(inputs) // pieces)
        chunksize = operator.index(chunksize)
        size = len(inputs)
        job = AsyncResult(next(self._numbers), self._collector.remove, size, callback, error_callback)
        if inputs:
            self._submit(job, func, kind, pool_input.cut(inputs, max(1, chunksize)), lazy=False)
        return job

    def _imap(
        self,
        iterator: type[IMapIterator],
        func: Callable[[Any], Any],
        iterable: Iterable[Any],
        chunksize: int,
    ) -> IMapIterator:
        if operator.index(chunksize) < 1:
            raise ValueError(f"Chunksize must be 1+, not {chunksize}")
        job = iterator(next(self._numbers), self._collector.remove)
        chunks = pool_input.cut(iterable, chunksize)
        self._submit(job, func, "map", chunks, not hasattr(iterable, "__len__"))
        return job

    def _submit(
        self,
        job: Job,
        func: Callable[..., Any],
        kind: str,
        chunks: Iterable[list[Any]],
        lazy: bool,
    ) -> None:
        self._check_running()
        main_module.check_may_wait_for(self._queue)
        try:
            pickled = pickle.dumps(func)
        except Exception as e:  # as in CPython, told where the result is asked for
            job.abort(e)
            return
        task = tasks.Task(
            pool=self._id,
            results=self._results,
            job=job.number,
            first=0,
            kind=kind,
            function=pickled,
            arguments=(),
            initializer=self._initializer,
            main=main_module.here(),
        )
        with self._lock:
            self._collector.add(job)
            self._feeder.add(Submission(job, task, chunks, lazy))

    def _end(self, state: str) -> list[Job]:
        with self._lock:
            self._state = state
            unfinished = self._collector.end(at_once=state == TERMINATE)
            self._feeder.stop(at_once=state == TERMINATE)
        return unfinished

    def _drop_results(self) -> None:
        """The queue of results goes with its Pool: a channel has room for a thousand names. Who still
        waits there, our own thread or a worker, hears of it."""
        with self._lock:
            dropped, self._dropped = self._dropped, True
        if dropped:
            return
        calls = self._client.calls
        try:
            calls.call("DELETE", f"/queues/{self._results}", until=calls.patience())
        except (errors.Refusal, errors.Unavailable) as e:
            log.debug("queue %s not dropped: %s", self._results, e)

    def _check_running(self) -> None:
        if self._state != RUN:
            raise ValueError("Pool not running")
