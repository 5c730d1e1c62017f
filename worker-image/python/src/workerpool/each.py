"""``JoinableQueue.each``: a worker's loop, in which a task costs one request.

What is done, its result, and the next item travel together: the relay acknowledges and puts in one
commit, and then hands out the next one.
"""

from __future__ import annotations

import contextlib
import secrets
import signal
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from . import client as clients
from . import codec as codecs
from . import endings, errors, log
from .clock import Deadline
from .joinable import NO_PILL
from .wire import Item, Put

if TYPE_CHECKING:
    from .joinable import JoinableQueue
    from .queues import Queue, SimpleQueue

_LAST_WORDS_SECONDS = 3.0
_REASON_CHARACTERS = 500
_AGAIN = "its result is not put, it is delivered again"


class _Stopped(BaseException):
    """Out of a wait for items."""


class Loop:
    """One run of ``each``."""

    def __init__(
        self,
        queue: JoinableQueue,
        function: Callable[[Any], Any],
        results: Queue | SimpleQueue | None,
        pill: Any,
        delay: float,
    ) -> None:
        self._client = clients.current()
        self._queue, self._function, self._results = queue, function, results
        self._pill, self._delay = pill, delay
        self._never = self._client.calls.deadline(None)
        self._done: list[str] = []  # leases of what is done and not yet acknowledged
        self._result: str | None = None  # to be put with that
        self._put: Put | None = None  # as which it was sent
        self._waiting = False
        self._stopped = False

    def run(self) -> None:
        """Until the queue is closed and drained, or a pill comes; a SIGTERM then ends the process."""
        with self._listening():
            try:
                self._loop()
            except _Stopped:
                pass
            except (errors.Refusal, errors.CodecError):
                self._client.session.settle(nacks=self._done)
                raise
            if self._stopped:
                self._leave()

    def _loop(self) -> None:
        while not self._stopped:
            try:
                self._waiting = True
                item = self._next()
            except errors.LeaseLost:
                log.warning("an item was taken from this process before it was done; %s", _AGAIN)
                self._settled()
                continue
            except errors.ShutDown:
                # Of our queue, or the one of results: the settlement alone, repeated, tells.
                self._settle(self._never)
                return
            finally:
                self._waiting = False
            self._settled()
            if item is not None and self._is_last(item):
                return

    def _next(self) -> Item | None:
        """The next item, by a request that settles the one before, too; None when none came."""
        name, attempt = self._queue.name, secrets.token_hex(8)
        items: list[Item] = []

        def take(*then: Put) -> None:
            items[:] = self._client.session.take(
                name,
                1,
                attempt=attempt,
                acks=self._done,
                then=then,
                until=self._never,
                poll=True,
            )

        def carry(put: Put) -> None:
            self._put = put
            take(put)

        if self._results is None or self._result is None:
            take()
        else:
            self._client.sender.carried(self._results.name, [self._result], self._never, carry)
        return items[0] if items else None

    def _is_last(self, item: Item) -> bool:
        """Works on it; True when it was the pill."""
        try:
            value = codecs.decode(self._queue._codec, item, self._queue.name)
        except errors.CodecError:
            self._done = [item.lease]
            raise
        except Exception as e:
            self._failed(item, e)
            return False
        if self._is_pill(value):
            self._client.session.settle(acks=[item.lease])
            return True
        try:
            result = self._function(value)
        except Exception as e:
            self._failed(item, e)
            return False
        if self._results is not None:
            try:
                self._result = self._results._text(result)
            except Exception as e:
                self._failed(item, e, hopeless=True)
                return False
        self._done = [item.lease]
        return False

    def _is_pill(self, value: Any) -> bool:
        if self._pill is NO_PILL:
            return False
        try:
            return bool(value is self._pill or value == self._pill)
        except Exception:  # an array, say, that is compared number by number: no pill
            return False

    def _failed(self, item: Item, error: Exception, hopeless: bool = False) -> None:
        """The item goes back; hopeless: its result can be no item, today or tomorrow."""
        import traceback

        last = traceback.format_exception_only(type(error), error)[-1].strip()
        reason = (f"its result can be no item: {last}" if hopeless else last)[:_REASON_CHARACTERS]
        trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
        log.warning("item %s of queue %s goes back: %s", item.id, self._queue.name, trace.rstrip())
        how: dict[str, Any] = {"reason": reason}
        if hopeless:
            how["dead"] = True
        elif self._delay:
            how["delay"] = self._delay
        self._client.session.settle(nacks=[item.lease], how=how)

    def _settle(self, until: Deadline) -> None:
        """What is done, without taking more; under the number it was sent with, if it was."""
        session = self._client.session
        if self._put is not None:
            session.chain(self._done[0], [self._put], until)
        elif self._results is not None and self._result is not None:
            self._client.sender.chain(
                session, self._done[0], self._results.name, [self._result], until
            )
        else:
            session.settle(acks=self._done, until=until)
        self._settled()

    def _settled(self) -> None:
        self._done, self._result, self._put = [], None, None

    def stop(self, *_: Any) -> None:
        """For SIGTERM: what is waited for is left, what runs is finished."""
        self._stopped = True
        if self._waiting:
            raise _Stopped

    def _leave(self) -> None:
        """The last result is sent, what had just come goes back, and the signal has its way."""
        until = self._client.calls.deadline(_LAST_WORDS_SECONDS)
        try:
            try:
                self._settle(until)
            finally:
                self._client.session.give_back(until)
                self._client.session.end(until)
        except errors.WorkerPoolError as e:
            log.debug("left without a word: %s", e)
        endings.end_by(signal.SIGTERM)

    @contextlib.contextmanager
    def _listening(self) -> Iterator[None]:
        """To SIGTERM; not where the program does so itself, nor in another thread."""
        if not endings.may_handle_sigterm():
            yield
            return
        before = signal.signal(signal.SIGTERM, self.stop)
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, before)
