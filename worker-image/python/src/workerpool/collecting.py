"""The thread that collects a Pool's results, for the jobs that wait for them."""

from __future__ import annotations

import secrets
import threading

from . import tasks, wire
from .client import Client
from .results import Job

_RESULTS_AT_ONCE = 100


class Collector:
    """Takes results from a queue while there are jobs that wait for some."""

    def __init__(self, client: Client, queue: str, pool: str) -> None:
        """pool: results of another one, which died and left them there, are dropped."""
        self._client = client
        self._queue = queue
        self._pool = pool
        self._jobs: dict[int, Job] = {}
        self._changed = threading.Condition()
        self._ended = self._stopped = False
        self._thread: threading.Thread | None = None

    def add(self, job: Job) -> None:
        """The job waits for results from now on. ValueError after end()."""
        with self._changed:
            if self._ended:
                raise ValueError("Pool not running")
            self._jobs[job.number] = job
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="workerpool-results", daemon=True
                )
                self._thread.start()
            self._changed.notify_all()

    def remove(self, job: Job) -> None:
        """The job has all that it waited for, or gave up."""
        with self._changed:
            self._jobs.pop(job.number, None)
            self._changed.notify_all()

    def job(self, number: int) -> Job | None:
        """The one of that number, if it still waits."""
        return self._jobs.get(number)

    def end(self, at_once: bool) -> list[Job]:
        """No more jobs will come; at_once: and no more results are taken. Those that wait."""
        with self._changed:
            self._ended = True
            self._stopped = self._stopped or at_once
            self._changed.notify_all()
            return list(self._jobs.values())

    def join(self) -> None:
        """Waits until no job waits."""
        with self._changed:
            self._changed.wait_for(lambda: not self._jobs)

    def _run(self) -> None:
        session, calls = self._client.session, self._client.calls
        done: list[str] = []
        while self._wait_for_jobs():
            try:
                items = session.take(
                    self._queue,
                    _RESULTS_AT_ONCE,
                    attempt=secrets.token_hex(8),
                    acks=done,
                    until=calls.deadline(None),
                    poll=True,
                )
            except Exception as e:  # the channel, or the queue, is gone
                with self._changed:
                    jobs = list(self._jobs.values())
                    self._thread = None  # the next job is told by another one
                for job in jobs:
                    job.abort(e)
                return
            done = [item.lease for item in items]
            for item in items:
                self._accept(item)

    def _wait_for_jobs(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._jobs or self._ended)
            return bool(self._jobs) and not self._stopped

    def _accept(self, item: wire.Item) -> None:
        result = tasks.unpacked(item.data or b"")
        job = self.job(result.job)
        if result.pool == self._pool and job is not None:
            job.accept(result.first, result.outcomes)
