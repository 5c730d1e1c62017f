"""A relay for tests: one channel in memory, the API's semantics, and faults on demand.

It keeps what a relay promises (all or none, numbers of producers, attempts, leases of sessions), so
that a test sees what a lost answer or a forgotten session does to items, and not only to calls.
"""

import base64
import contextlib
import json
import logging
import pathlib
import sys
import tempfile
import threading

SOURCES = pathlib.Path(__file__).resolve().parent.parent / "src"
sys.path.insert(0, str(SOURCES))  # so that plain `python -m unittest discover` finds the package

from workerpool import client as clients
from workerpool.client import Client
from workerpool.clock import Clock
from workerpool.environment import Environment
from workerpool.log import get_logger

# Before an assertLogs finds it half made; and tests that provoke warnings print none.
get_logger().addHandler(logging.NullHandler())

from stub_http import serve
from stub_locks import Locks
from stub_problem import Lost, Problem
from stub_queues import Storage


class FakeClock(Clock):
    """Stands still but for sleeps, which take no time."""

    def __init__(self):
        self.time = 1000.0
        self.slept = []

    def now(self):
        return self.time

    def sleep(self, seconds):
        assert seconds < 1e6, "would sleep for ever"
        self.slept.append(seconds)
        self.time += seconds

    def chance(self):
        return 1.0


class StubRelay:
    """Answers from any number of threads; waits are real, but with a FakeClock they only move it."""

    def __init__(self, clock=None):
        self.clock = clock
        self.changed = threading.Condition()
        self.storage = Storage(self.session, self.changed.notify_all)
        self.queues, self.events, self.sessions = self.storage.queues, {}, {}
        self.keys = set()
        self.locks = Locks(self.changed.notify_all)
        self.faults = []
        self.requests = []
        self.kills = False
        self.tokens = {"secret"}
        self.epoch = 7
        self.server = serve(self)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.token_file = tempfile.NamedTemporaryFile("w", suffix=".token")
        self.token_file.write("secret\n")
        self.token_file.flush()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.token_file.close()

    def variables(self, **more):
        return {
            "WORKERPOOL_URL": self.url,
            "WORKERPOOL_NAMESPACE": "default",
            "WORKERPOOL_CHANNEL": "consumers",
            "WORKERPOOL_TOKEN_FILE": self.token_file.name,
            **more,
        }

    def client(self, **more):
        environment = Environment.of(self.variables(**more))
        return Client(environment, self.clock or Clock(), beats=False)

    @contextlib.contextmanager
    def used(self):
        """Objects of the package use this relay meanwhile."""
        client = self.client()
        clients.use(client)
        try:
            yield client
        finally:
            clients.use(None)
            client.calls._transport.close()

    def declare(self, name, max_size=0, order="FIFO"):
        self.storage.declare(name, max_size, order)

    def fail(self, where, *faults):
        """The next requests whose "METHOD path" contains ``where`` fail so: a Problem; "drop"
        (the connection closes, nothing done); "lose" (all done, the answer lost)."""
        self.faults += [(where, fault) for fault in faults]

    def take_over(self):
        """Another relay: leases and sessions are forgotten, their items ready again."""
        with self.changed:
            self.epoch += 1
            self.sessions.clear()
            self.storage.forget_leases()
            self.changed.notify_all()

    def seen(self, where):
        return [r for r in self.requests if where in f"{r[0]} {r[1]}"]

    # --- HTTP ---

    def handle(self, call):
        method, path, query, body, headers = call
        fault = self.fault(f"{method} {path}")
        if fault == "drop":
            raise Lost
        if isinstance(fault, Problem) and not fault.more.pop("after", False):
            raise fault
        if headers.get("Authorization", "")[7:] not in self.tokens:
            raise Problem(401, "unauthenticated", "the token was refused")
        message = json.loads(body) if body else {}
        wait = float(query.get("wait", "0").rstrip("s"))
        reply = self.patiently(
            wait, lambda last: self.route(method, path, query, message, headers, last)
        )
        if fault == "lose":
            raise Lost
        if fault is not None:
            raise fault
        return reply

    def fault(self, where):
        with self.changed:
            for i, (pattern, fault) in enumerate(self.faults):
                if pattern in where:
                    del self.faults[i]
                    return fault
        return None

    def patiently(self, wait, attempt):
        """``attempt(last)`` until it gives something; None means: wait for a change."""
        with self.changed:
            if isinstance(self.clock, FakeClock):
                reply = attempt(wait <= 0)
                if reply is None:
                    self.clock.time += wait
                    reply = attempt(True)
                return reply
            found = []

            def look():
                reply = attempt(False)
                if reply is not None:
                    found.append(reply)
                return reply is not None

            if wait > 0 and self.changed.wait_for(look, wait):
                return found[0]
            return attempt(True)

    def route(self, method, path, query, message, headers, last):
        segments = path.strip("/").split("/")
        if segments[0] == "sessions":
            return self.on_session(method, segments, message)
        if segments[0] == "leases":
            return self.storage.settle(message, last)
        if segments[0] == "events":
            return self.on_event(method, segments[1], query, headers, last)
        if segments[0] in ("semaphores", "conditions", "barriers"):
            if "session" in message:
                self.session(message["session"])
            arguments = [method, segments, message, *([query] if segments[0][0] == "c" else [])]
            reply = getattr(self.locks, f"on_{segments[0]}")(*arguments, last)
            if method != "GET" and reply is not None and reply[0] != 204:
                self.changed.notify_all()
            return reply
        if segments[0] == "queues":
            return self.storage.route(method, path, segments, message, query, last)
        raise Problem(404, "not-found", f"no {path} in channel consumers")

    # --- sessions ---

    def session(self, name):
        if name not in self.sessions:
            raise Problem(404, "session-unknown", f"session {name} has ended")
        return name

    def on_session(self, method, segments, message):
        if len(segments) == 1:
            name = f"s-{message['nonce']}"
            self.sessions.setdefault(name, 0)
            held = message.get("held", [])
            unknown = [h["lease"] for h in held if not self.storage.retake(name, h)]
            return 201, {
                "session": name,
                "heartbeatSeconds": 5,
                "epoch": self.epoch,
                "unknown": unknown,
            }
        name = self.session(segments[1])
        if method == "DELETE":
            self.storage.end_session(name)
            self.locks.end_session(name)
            del self.sessions[name]
            self.changed.notify_all()
            return 204, None
        self.sessions[name] += 1
        known = {lease for _, lease, _ in self.storage.held()}
        unknown = [lease for lease in message["held"] if lease not in known]
        return 200, {"unknown": unknown, **({"kill": True} if self.kills else {})}

    # --- events ---

    def on_event(self, method, name, query, headers, last):
        if method == "POST":
            self.events.setdefault(name, [False, 0])
        if name not in self.events:
            raise Problem(404, "not-found", f"no event {name}")
        event = self.events[name]
        key = headers.get("Idempotency-Key")
        if method in ("PUT", "DELETE") and (key is None or key not in self.keys):
            self.keys.add(key)
            event[1] += method == "PUT" and not event[0]
            event[0] = method == "PUT"
            self.changed.notify_all()
        if method == "GET" and not last and not event[0]:
            if int(query.get("after", event[1])) >= event[1]:
                return None
        return 200, {"name": name, "set": event[0], "count": event[1]}

    # --- what tests look at ---

    def values(self, name):
        """JSON items that are ready."""
        return [item["json"] for item in self.queues[name].ready]

    def put_json(self, name, *values):
        with self.changed:
            for value in values:
                self.storage.add(name, json=value)

    def put_bytes(self, name, data, content_type):
        encoded = base64.b64encode(data).decode()
        with self.changed:
            self.storage.add(name, base64=encoded, contentType=content_type)
