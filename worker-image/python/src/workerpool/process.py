"""The process this program runs in, and the processors it may use."""

from __future__ import annotations

import os

from .environment import Identity


class CurrentProcess:
    """What ``multiprocessing.current_process()`` tells, of a process of the pool.

    key and attempt are ours: which process of the pool it is, and how often it had been started
    before (from 0).
    """

    def __init__(self, identity: Identity) -> None:
        self._name = identity.name
        self._daemon = identity.daemon
        self.key = identity.key
        self.attempt = identity.attempt

    @property
    def name(self) -> str:
        """For people; needn't be unique; may be changed."""
        return self._name

    @name.setter
    def name(self, name: str) -> None:
        assert isinstance(name, str), "name must be a string"
        self._name = name

    @property
    def daemon(self) -> bool:
        """Whether the pool's end waits for this process (False) or ends it (True)."""
        return self._daemon

    @property
    def pid(self) -> int:
        return os.getpid()

    @property
    def ident(self) -> int:
        return os.getpid()

    @property
    def exitcode(self) -> int | None:
        """None: it runs."""
        return None

    def is_alive(self) -> bool:
        return True

    def __repr__(self) -> str:
        daemon = " daemon" if self._daemon else ""
        return f"<{type(self).__name__} name={self._name!r} started{daemon}>"


_current: CurrentProcess | None = None


def current_process() -> CurrentProcess:
    """This process. Outside a pool its name is ``MainProcess``."""
    global _current
    if _current is None:
        _current = CurrentProcess(Identity.of(os.environ))
    return _current


def cpu_count() -> int:
    """Processors this container may use: the least of its quota (cgroup), its affinity and the
    machine's, rounded up, at least 1."""
    try:
        allowed = len(os.sched_getaffinity(0))
    except AttributeError:  # not Linux
        allowed = os.cpu_count() or 1
    quota = _quota()
    return max(1, allowed if quota is None else min(allowed, -int(-quota // 1)))


def _quota(root: str = "/sys/fs/cgroup") -> float | None:
    """Processors' worth of time that the cgroup grants; None for no limit. Version 2, then 1."""
    limit = _read(f"{root}/cpu.max").split()
    if len(limit) == 2:
        return _ratio(limit)
    return _ratio([_read(f"{root}/cpu/cpu.cfs_quota_us"), _read(f"{root}/cpu/cpu.cfs_period_us")])


def _ratio(texts: list[str]) -> float | None:
    try:
        quota, period = (int(text) for text in texts)
    except ValueError:  # "max", or no such file
        return None
    return quota / period if quota > 0 and period > 0 else None


def _read(path: str) -> str:
    try:
        with open(path, encoding="ascii") as file:
            return file.read().strip()
    except OSError:
        return ""
