"""This process's connection to its channel: made when first needed, anew after a fork."""

from __future__ import annotations

import os
import secrets
import threading

from .calls import Calls
from .clock import Clock
from .environment import Environment
from .grants import Grants
from .receiving import Receiver
from .sending import Sender
from .session import Session
from .transport import Transport


class Client:
    """Everything a process needs to use its channel; thread-safe."""

    def __init__(
        self,
        environment: Environment,
        clock: Clock | None = None,
        beats: bool = True,
    ) -> None:
        self.environment = environment
        self.clock = clock or Clock()
        self.calls = Calls(Transport(environment), self.clock)
        self.session = Session(self.calls, environment.nonce, beats)
        self.sender = Sender(self.calls)
        self.grants = Grants(self.session)
        self._receivers: dict[tuple[str, bool], Receiver] = {}
        self._lock = threading.RLock()

    def receiver(self, queue: str, implicit: bool) -> Receiver:
        """This process's end of that queue."""
        with self._lock:
            key = (queue, implicit)
            if key not in self._receivers:
                self._receivers[key] = Receiver(self.session, queue, implicit)
            return self._receivers[key]

    def receivers(self) -> tuple[Receiver, ...]:
        with self._lock:
            return tuple(self._receivers.values())


_client: Client | None = None
_lock = threading.RLock()
_forked = False


def current() -> Client:
    """This process's client. NotInPool when the environment doesn't say where the relay is."""
    global _client
    client = _client
    if client is None:
        with _lock:
            if _client is None:
                _client = Client(Environment.of(os.environ))
                from . import endings

                endings.watch(_client, forked=_forked)
            client = _client
    return client


def use(client: Client | None) -> None:
    """Puts another client in its place; None: made from the environment when next needed."""
    global _client
    _client = client


def made_up_name(kind: str) -> str:
    """For a queue or event without a name; tells people which process made it."""
    key = os.environ.get("WORKERPOOL_KEY", "").lower()
    maker = "".join(c if c.isascii() and c.isalnum() else "-" for c in key)[:30].strip("-")
    return "-".join(part for part in (kind, maker, secrets.token_hex(6)) if part)


def _after_fork() -> None:
    """A child shares nothing with its parent: other connections, session and producers."""
    global _client, _lock, _forked
    _client, _lock, _forked = None, threading.RLock(), True


os.register_at_fork(after_in_child=_after_fork)
