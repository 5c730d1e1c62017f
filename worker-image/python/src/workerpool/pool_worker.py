"""A worker of a Pool: ``python -m workerpool.pool_worker [QUEUE]`` is what the replicas run.

Takes tasks from the queue (``pool-tasks`` unless named), runs them, sends the results, and ends
with 0 when the queue is closed or dropped: one that the spec doesn't declare is dropped when the
process that made the Pool ends. A task is acknowledged after its results are sent, so one whose
worker was killed is run again; one that has cost several workers is reported instead.

On SIGTERM the task at hand is finished, if the grace period lasts so long, and none is taken any more;
then the worker ends by the signal.
"""

from __future__ import annotations

import argparse
import pickle
import secrets
import signal
import sys
from collections.abc import Sequence
from typing import Any

from . import client as clients
from . import endings, errors, failures, log, main_module, tasks, wire
from .client import Client
from .clock import Backoff
from .codec import PickleCodec
from .process import current_process

DEFAULT_QUEUE = "pool-tasks"
MAX_DELIVERIES = 5
RESTARTED_WAIT_SECONDS = 60.0
"""How long a worker that replaces another one looks for a queue that isn't there: the program that
made it may have ended meanwhile. A first worker waits until the program has started."""


_LAST_WORDS_SECONDS = 3.0


class _Stopped(BaseException):
    """Out of a wait for tasks."""


class Worker:
    """The loop of one worker."""

    def __init__(self, client: Client, queue: str, restarted: bool = False) -> None:
        """restarted: this process takes the place of another one."""
        self._client = client
        self._waits = client.calls.deadline(RESTARTED_WAIT_SECONDS if restarted else None)
        self._queue = queue
        self._initialized: set[str] = set()
        self._done: list[str] = []
        self._seen = False
        self._waiting = False
        self.stopped = False

    def stop(self, *_: Any) -> None:
        """For signals: no further task. What is waited for is left, what runs is finished."""
        self.stopped = True
        if self._waiting:
            raise _Stopped

    def run(self) -> None:
        """Until the queue is closed, or dropped after it had been there, or stop()."""
        try:
            self._run()
        except _Stopped:
            pass
        if self.stopped:
            until = self._client.calls.deadline(_LAST_WORDS_SECONDS)
            try:
                self._client.session.settle(acks=self._done, until=until)
                self._client.session.end(until)  # a task that had just come goes back
            except errors.WorkerPoolError as e:
                log.debug("left without a word: %s", e)

    def _run(self) -> None:
        backoff = Backoff(self._client.clock)
        while not self.stopped:
            try:
                self._waiting = True
                try:
                    item = self._next()
                finally:
                    self._waiting = False
            except errors.ShutDown:
                return
            except errors.NotFound:
                if self._seen or self._waits.over:
                    return
                self._client.clock.sleep(backoff.next())
                continue
            self._seen = True
            if item is not None:
                self._serve(item)

    def _next(self) -> wire.Item | None:
        items = self._client.session.take(
            self._queue,
            1,
            attempt=secrets.token_hex(8),
            acks=self._done,
            until=self._client.calls.deadline(None),
            poll=True,
        )
        self._done = []
        return items[0] if items else None

    def _serve(self, item: wire.Item) -> None:
        try:
            task = tasks.unpacked(item.data or b"")
            if not isinstance(task, tasks.Task):
                raise ValueError("no task")
        except Exception as e:
            log.warning("queue %s holds what is no task of a Pool; dropped: %s", self._queue, e)
        else:
            self._answer(task, self._outcomes(task, item.deliveries))
        self._done = [item.lease]

    def _outcomes(self, task: tasks.Task, deliveries: int) -> Sequence[tuple[bool, bytes]]:
        if deliveries > MAX_DELIVERIES:
            error = RuntimeError(f"the task was given up: {deliveries - 1} workers died of it")
            return [(False, failures.packed(error))] * len(task.arguments)
        try:
            _import_main(task)
            self._initialize(task)
            function = pickle.loads(task.function)
        except KeyboardInterrupt:
            raise
        except BaseException as e:
            return [(False, failures.packed(_raisable(e)))] * len(task.arguments)
        return [_outcome(function, task.kind, argument) for argument in task.arguments]

    def _initialize(self, task: tasks.Task) -> None:
        if task.initializer is not None and task.pool not in self._initialized:
            function, arguments = pickle.loads(task.initializer)
            function(*arguments)
            self._initialized.add(task.pool)

    def _answer(self, task: tasks.Task, outcomes: Sequence[tuple[bool, bytes]]) -> None:
        result = tasks.Result(task.pool, task.job, task.first, outcomes)
        until = self._client.calls.deadline(None)
        for part in tasks.parts(result):
            body = wire.Body(PickleCodec.content_type, data=tasks.packed(part))
            try:
                self._client.sender.put(task.results, [wire.item_text(body)], until, poll=True)
            except (errors.NotFound, errors.ShutDown):
                log.info("nobody waits for the results of job %d any more", task.job)
                return


def _import_main(task: tasks.Task) -> None:
    """A program elsewhere, on a laptop say, is done without where nothing is from it."""
    try:
        main_module.import_from(task.main)
    except main_module.NotHere:
        if main_module.is_named_in((task.function, task.initializer or b"", *task.arguments)):
            raise


def _outcome(function: Any, kind: str, argument: bytes) -> tuple[bool, bytes]:
    try:
        value = pickle.loads(argument)
        if kind == "map":
            value = function(value)
        elif kind == "star":
            value = function(*value)
        else:
            value = function(*value[0], **value[1])
    except KeyboardInterrupt:  # a signal's: not of the task, which somebody else may run
        raise
    except BaseException as e:  # asyncio.CancelledError, too: it would cost worker after worker
        return False, _fitting(failures.packed(_raisable(e)), e)
    try:
        data = pickle.dumps(value)
    except Exception as e:
        return False, failures.packed(failures.MaybeEncodingError(e, failures.shown(value)))
    if not tasks.fits(data):
        why = f"{len(data)} bytes pickled, more than an item may have"
        return False, failures.packed(failures.MaybeEncodingError(why, failures.shown(value)))
    return True, data


def _fitting(data: bytes, error: BaseException) -> bytes:
    if tasks.fits(data):
        return data
    return failures.packed(failures.MaybeEncodingError("too large", failures.shown(error)))


def _raisable(error: BaseException) -> BaseException:
    """sys.exit() in a task must end neither the worker nor, later, the caller."""
    if not isinstance(error, SystemExit):
        return error
    told = RuntimeError(f"the task called sys.exit({error.code!r})")
    return told.with_traceback(error.__traceback__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 when the work is over, 2 for bad usage."""
    parser = argparse.ArgumentParser(prog="python -m workerpool.pool_worker", description=__doc__)
    parser.add_argument("queue", nargs="?", default=DEFAULT_QUEUE, help="the queue of tasks")
    queue = parser.parse_args(arguments).queue
    try:
        client = clients.current()
    except errors.NotInPool as e:
        print(f"pool_worker: {e}", file=sys.stderr)
        return 2
    main_module.serving = queue
    worker = Worker(client, queue, restarted=current_process().attempt > 0)
    signal.signal(signal.SIGTERM, worker.stop)
    worker.run()
    if worker.stopped:
        endings.end_by(signal.SIGTERM)
    return 0


if __name__ == "__main__":
    sys.exit(main())
