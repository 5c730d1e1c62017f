"""The messages of locks, semaphores, conditions and barriers, as in ``wire``. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from .wire import dumps


class Semaphore(NamedTuple):
    """A lock or semaphore; value: how many are free; holders: names of processes, "" for others."""

    name: str
    kind: str
    value: int
    initial: int
    holders: Sequence[str]


class Condition(NamedTuple):
    """A condition; lock: the name of its lock; waiting: how many."""

    name: str
    lock: str
    waiting: int


class Barrier(NamedTuple):
    """A barrier; waiting: how many are there."""

    name: str
    parties: int
    waiting: int
    broken: bool


def semaphore_make_request(kind: str, value: int) -> str:
    """kind: Lock, RLock, Semaphore or BoundedSemaphore; value: 1 for locks."""
    return dumps({"kind": kind, "value": value})


def condition_make_request(lock: str) -> str:
    return dumps({"lock": lock})


def barrier_make_request(parties: int) -> str:
    return dumps({"parties": parties})


def grant(body: bytes) -> str:
    """Reply to an acquire."""
    return str(json.loads(body)["grant"])


def semaphore(body: bytes) -> Semaphore:
    """A lock or semaphore as it is."""
    m = json.loads(body)
    holders = [h.get("process", "") for h in m.get("holders") or []]
    return Semaphore(m["name"], m["kind"], m["value"], m["initial"], holders)


def condition(body: bytes) -> Condition:
    """A condition as it is."""
    m = json.loads(body)
    return Condition(m["name"], m["lock"], m["waiting"])


def notified(body: bytes) -> bool:
    """Reply to a wait, or to giving one up."""
    return bool(json.loads(body)["notified"])


def woken(body: bytes) -> int:
    """Reply to a notify: how many."""
    return int(json.loads(body)["notified"])


def barrier(body: bytes) -> Barrier:
    """A barrier as it is."""
    m = json.loads(body)
    return Barrier(m["name"], m["parties"], m["waiting"], m["broken"])


def index(body: bytes) -> int:
    """Reply to a barrier's wait."""
    return int(json.loads(body)["index"])
