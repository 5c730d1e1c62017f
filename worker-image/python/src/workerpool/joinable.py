"""``JoinableQueue``: an item that was got is done when the program says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import client, wire
from .queues import Queue, SimpleQueue, delay_seconds

NO_PILL: Any = object()


class JoinableQueue(Queue):
    """``multiprocessing.JoinableQueue``: what was got is done when task_done() says so, and is
    delivered again when this process ends before."""

    _implicit = False

    def task_done(self, *, then: tuple[Queue | SimpleQueue, Any] | None = None) -> None:
        """The oldest item that this thread (else: this process) holds is done. ValueError when it
        holds none.

        then: ``(queue, object)`` to be put in the same commit: a result that is never lost and never
        there twice, even if this process is killed. Waits for room; LeaseLost when the item was taken
        from this process meanwhile, then nothing is put.
        """
        connection = client.current()
        receiver = connection.receiver(self._name, implicit=False)
        if then is None:
            receiver.task_done()
            return
        target, obj = then
        target._check_open()
        texts = [target._text(obj)]
        never = connection.calls.deadline(None)
        receiver.task_done(
            lambda lease: connection.sender.chain(
                connection.session, lease, target.name, texts, never
            )
        )

    def task_failed(
        self, *, delay: float = 0.0, dead: bool = False, reason: str | None = None
    ) -> None:
        """The oldest item that this thread (else: this process) holds goes back to the queue, to be
        delivered again after ``delay`` seconds; dead: to its list of dead letters instead."""
        how: dict[str, Any] = {}
        if delay:
            how["delay"] = delay_seconds(delay)
        if dead:
            how["dead"] = True
        if reason is not None:
            how["reason"] = reason
        session = client.current().session
        receiver = client.current().receiver(self._name, implicit=False)
        receiver.task_done(lambda lease: session.settle(nacks=[lease], how=how))

    def each(
        self,
        function: Callable[[Any], Any],
        results: Queue | SimpleQueue | None = None,
        *,
        pill: Any = NO_PILL,
        delay: float = 0.0,
    ) -> None:
        """Calls the function with item after item, until the queue is closed and drained, or an
        item equals ``pill``; puts what it returns into ``results``. One request a task: an item is
        done, its result put and the next one taken together.

        Where the function raises, the item goes back with the reason, after ``delay`` seconds, and the
        next one is taken; where its result can be no item, the item becomes a dead letter. Raises what
        get() and put() do, the item given back before. At SIGTERM, unless the program has a handler
        of its own, the item at hand is finished, then the process ends by the signal."""
        from .each import Loop  # most programs need it not

        self._check_open()
        if results is not None:
            results._check_open()
        Loop(self, function, results, pill, delay_seconds(delay)).run()

    def join(self) -> None:
        """Waits until every item ever put is done."""
        calls = client.current().calls
        path = f"/queues/{self._name}/join"
        while wire.unfinished(calls.call("GET", path, until=calls.deadline(None), poll=True).body):
            pass
