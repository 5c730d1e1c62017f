"""The thread that sends a Pool's tasks: in batches, so that many small calls cost few commits."""

from __future__ import annotations

import pickle
import queue as _queue
import threading
from collections.abc import Iterable
from typing import Any, NamedTuple

from . import batches, errors, tasks, wire
from .client import Client
from .codec import PickleCodec
from .results import IMapIterator, Job


class Submission(NamedTuple):
    """A job and its arguments, in chunks.

    lazy: the chunks come from an iterator that may take its time, so none waits for the next.
    """

    job: Job
    task: tasks.Task
    chunks: Iterable[list[Any]]
    lazy: bool


class Feeder:
    """Sends submissions in order. A call that can't be sent fails alone."""

    def __init__(self, client: Client, queue: str) -> None:
        self._client = client
        self._queue = queue
        self._submissions: _queue.SimpleQueue[Submission | None] = _queue.SimpleQueue()
        self._texts: list[str] = []
        self._calls: list[tuple[Job, int, int]] = []
        self._bytes = 0
        self._stopped = False
        self._thread: threading.Thread | None = None

    def add(self, submission: Submission) -> None:
        self._submissions.put(submission)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="workerpool-feeder", daemon=True)
            self._thread.start()

    def stop(self, at_once: bool) -> None:
        """No more will come; at_once: what isn't sent yet is not sent."""
        self._stopped = self._stopped or at_once
        self._submissions.put(None)

    def _run(self) -> None:
        while True:
            submission = self._submissions.get()
            if submission is None or submission.lazy:  # its iterator may wait for what came before
                self._flush()
            if submission is None:
                return
            if not self._stopped:
                self._send(submission)
            if self._submissions.empty():
                self._flush()

    def _send(self, submission: Submission) -> None:
        sent = 0
        try:
            for chunk in submission.chunks:
                if self._stopped:
                    return
                self._add(submission, sent, chunk)
                sent += len(chunk)
                if submission.lazy:
                    self._flush()
        except Exception as e:  # of the caller's own iterable: raised in its place, after what it gave
            submission.job.fail(sent, 1, e)
            sent += 1
        if isinstance(submission.job, IMapIterator):
            submission.job.set_length(sent)

    def _add(self, submission: Submission, first: int, chunk: list[Any]) -> None:
        try:
            arguments = [pickle.dumps(argument) for argument in chunk]
            task = submission.task._replace(first=first, arguments=arguments)
            for part in tasks.chunks(task):
                body = wire.Body(PickleCodec.content_type, data=tasks.packed(part))
                text = wire.item_text(body)
                if self._texts and (
                    self._bytes + len(text) > batches.MAX_BYTES
                    or len(self._texts) >= wire.MAX_BATCH_ITEMS
                ):
                    self._flush()
                self._texts.append(text)
                self._calls.append((submission.job, part.first, len(part.arguments)))
                self._bytes += len(text) + 1
        except Exception as e:  # not picklable, or too large
            submission.job.fail(first, len(chunk), e)

    def _flush(self) -> None:
        texts, calls = self._texts, self._calls
        self._texts, self._calls, self._bytes = [], [], 0
        if texts and not self._stopped:
            self._put(texts, calls)

    def _put(self, texts: list[str], calls: list[tuple[Job, int, int]]) -> None:
        never = self._client.calls.deadline(None)
        try:
            self._client.sender.put(self._queue, texts, never, poll=True)
        except errors.Malformed as e:
            if e.problem != "batch-too-large" or len(texts) == 1:
                _fail(calls, e)
                return
            half = len(texts) // 2  # the queue's bound is smaller than our batches
            self._put(texts[:half], calls[:half])
            self._put(texts[half:], calls[half:])
        except Exception as e:
            _fail(calls, e)


def _fail(calls: list[tuple[Job, int, int]], error: Exception) -> None:
    for job, first, count in calls:
        job.fail(first, count, error)
