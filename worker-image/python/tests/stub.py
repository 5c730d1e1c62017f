"""A relay for tests: one channel in memory, the API's semantics, and faults on demand.

It keeps what a relay promises (all or none, numbers of producers, attempts, leases of sessions), so
that a test sees what a lost answer or a forgotten session does to items, and not only to calls.
"""

import base64
import contextlib
import http.server
import json
import logging
import pathlib
import sys
import tempfile
import threading
import urllib.parse

SOURCES = pathlib.Path(__file__).resolve().parent.parent / "src"
sys.path.insert(0, str(SOURCES))  # so that plain `python -m unittest discover` finds the package

from workerpool import client as clients
from workerpool.client import Client
from workerpool.clock import Clock
from workerpool.environment import Environment
from workerpool.log import get_logger

# Before an assertLogs finds it half made; and tests that provoke warnings print none.
get_logger().addHandler(logging.NullHandler())

from stub_locks import Locks

BASE = "/v1/namespaces/default/channels/consumers"


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


class Problem(Exception):
    def __init__(self, status, name, detail="", **more):
        super().__init__(name)
        self.status, self.name, self.detail, self.more = status, name, detail, more

    def body(self):
        return {
            "type": f"https://workerpool.dev/problems/{self.name}",
            "title": self.name,
            "status": self.status,
            "detail": self.detail,
            "retryable": self.status in (408, 429, 500, 503, 504),
            **self.more,
        }


class Lost(Exception):
    """The answer never arrives."""


class Queue:
    def __init__(self, name, max_size, order="FIFO"):
        self.name, self.max_size, self.order = name, max_size, order
        self.ready, self.leased, self.producers = [], {}, {}
        self.done, self.closed, self.dead = 0, None, []

    def stats(self):
        return {
            "name": self.name,
            "maxSize": self.max_size,
            "ready": len(self.ready),
            "leased": len(self.leased),
            "unfinished": len(self.ready) + len(self.leased),
            "done": self.done,
            "dead": 0,
            "closed": self.closed,
            "oldestSince": None,
            "order": self.order,
        }


class StubRelay:
    """Answers from any number of threads; waits are real, but with a FakeClock they only move it."""

    def __init__(self, clock=None):
        self.clock = clock
        self.changed = threading.Condition()
        self.queues, self.events, self.sessions = {}, {}, {}
        self.keys = set()
        self.locks = Locks(Problem)
        self.locks.notify = self.changed.notify_all
        self.faults = []
        self.requests = []
        self.kills = False
        self.tokens = {"secret"}
        self.epoch, self.numbers = 7, 0
        relay = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def answer(self):
                relay.answer(self)

            do_GET = do_POST = do_PUT = do_DELETE = answer

            def log_message(self, *args):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, address):
                pass  # clients that go away

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
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
        self.queues[name] = Queue(name, max_size, order)

    def fail(self, where, *faults):
        """The next requests whose "METHOD path" contains ``where`` fail so: a Problem; "drop"
        (the connection closes, nothing done); "lose" (all done, the answer lost)."""
        self.faults += [(where, fault) for fault in faults]

    def take_over(self):
        """Another relay: leases and sessions are forgotten, their items ready again."""
        with self.changed:
            self.epoch += 1
            self.sessions.clear()
            for queue in self.queues.values():
                queue.ready = [entry["item"] for entry in queue.leased.values()] + queue.ready
                queue.leased.clear()
            self.changed.notify_all()

    def seen(self, where):
        return [r for r in self.requests if where in f"{r[0]} {r[1]}"]

    # --- HTTP ---

    def answer(self, handler):
        length = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(length) if length else b""
        parts = urllib.parse.urlsplit(handler.path)
        query = dict(urllib.parse.parse_qsl(parts.query))
        call = (
            handler.command,
            parts.path.replace(BASE, "", 1),
            query,
            body,
            dict(handler.headers),
        )
        self.requests.append(call)
        try:
            status, reply = self.handle(call)
        except Problem as problem:
            status, reply = problem.status, problem.body()
        except Lost:
            handler.close_connection = True
            return
        data = b"" if reply is None else json.dumps(reply).encode()
        handler.send_response(status)
        handler.send_header("Channel-Epoch", str(self.epoch))
        if status in (429, 503):
            handler.send_header("Retry-After", "1")
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

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
            return self.settle(message, last)
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
        if segments[0] == "queues" and len(segments) == 2 and method == "PUT":
            return self.make(segments[1], message)
        if segments[0] != "queues" or segments[1] not in self.queues:
            raise Problem(404, "not-found", f"no {path} in channel consumers")
        queue = self.queues[segments[1]]
        if len(segments) == 2:
            return 200, queue.stats()
        return getattr(self, f"on_{segments[2]}")(queue, message, query, last)

    # --- queues ---

    def make(self, name, message):
        size, order = message.get("maxSize") or 0, message.get("order", "FIFO")
        if name in self.queues:
            if (self.queues[name].max_size, self.queues[name].order) != (size, order):
                raise Problem(409, "exists-differently", f"queue {name} has another maxSize")
            return 200, {}
        self.declare(name, size, order)
        return 201, {}

    def on_items(self, queue, message, query, last):
        producer, seq, items = message.get("producer"), message.get("seq"), message["items"]
        known = queue.producers.get(producer, 0)
        if producer is not None:
            if seq + len(items) - 1 <= known:
                return 200, {"duplicate": True}
            if seq != known + 1:
                raise Problem(409, "sequence-gap", f"expected {known + 1}", expected=known + 1)
        if queue.closed:
            raise Problem(410, "closed", f"queue {queue.name} is closed")
        if queue.max_size and len(items) > queue.max_size:
            raise Problem(400, "batch-too-large", "never fits")
        if queue.max_size and len(queue.ready) + len(items) > queue.max_size:
            if last:
                raise Problem(429, "queue-full", f"queue {queue.name} is full")
            return None
        if queue.order != "Priority" and any(item.get("priority") for item in items):
            raise Problem(400, "malformed", f"queue {queue.name} is not of order Priority")
        for n, item in enumerate(items):
            self.numbers += 1
            queue.ready.append({"id": f"{queue.name}/{producer}:{seq or self.numbers}+{n}", **item})
        queue.ready.sort(key=lambda item: item.get("priority", 0))
        if producer is not None:
            queue.producers[producer] = known + len(items)
        self.changed.notify_all()
        return 201, {"duplicate": False}

    def on_leases(self, queue, message, query, last):
        session = self.session(message["session"])
        held = [e for e in queue.leased.values() if e["session"] == session]
        again = [e for e in held if e["attempt"] == message["attempt"]]
        if not again:
            self.check(session, message.get("ack", []))
            self.acknowledge(session, message.pop("ack", []))
            while queue.ready and len(again) < message["max"]:
                self.numbers += 1
                item = queue.ready.pop(-1 if queue.order == "LIFO" else 0)
                item["deliveries"] = item.get("deliveries", 0) + 1
                entry = {
                    "item": item,
                    "lease": f"{self.epoch}-{self.numbers}",
                    "session": session,
                    "attempt": message["attempt"],
                    "implicit": message.get("handle") is not None,
                }
                queue.leased[entry["lease"]] = entry
                again.append(entry)
        if again:
            return 200, {"items": [{**e["item"], "lease": e["lease"]} for e in again]}
        if queue.closed and not queue.leased:
            raise Problem(410, "closed", f"queue {queue.name} is closed")
        return (204, None) if last else None

    def on_join(self, queue, message, query, last):
        left = queue.stats()["unfinished"]
        return (200, {"unfinished": left}) if last or not left else None

    def on_close(self, queue, message, query, last):
        queue.closed = message["mode"]
        if message["mode"] == "Immediate":
            queue.ready.clear()
        self.changed.notify_all()
        return 200, queue.stats()

    def on_purge(self, queue, message, query, last):
        purged = len(queue.ready)
        queue.ready.clear()
        self.changed.notify_all()
        return 200, {"purged": purged}

    # --- sessions ---

    def session(self, name):
        if name not in self.sessions:
            raise Problem(404, "session-unknown", f"session {name} has ended")
        return name

    def on_session(self, method, segments, message):
        if len(segments) == 1:
            name = f"s-{message['nonce']}"
            self.sessions.setdefault(name, 0)
            unknown = [h["lease"] for h in message.get("held", []) if not self.retake(name, h)]
            return 201, {
                "session": name,
                "heartbeatSeconds": 5,
                "epoch": self.epoch,
                "unknown": unknown,
            }
        name = self.session(segments[1])
        if method == "DELETE":
            for queue in self.queues.values():
                for lease, entry in list(queue.leased.items()):
                    if entry["session"] == name:
                        self.end_lease(queue, lease, done=entry["implicit"])
            self.locks.end_session(name)
            del self.sessions[name]
            self.changed.notify_all()
            return 204, None
        self.sessions[name] += 1
        known = {lease for q in self.queues.values() for lease in q.leased}
        unknown = [lease for lease in message["held"] if lease not in known]
        return 200, {"unknown": unknown, **({"kill": True} if self.kills else {})}

    def retake(self, session, held):
        queue = self.queues.get(held["queue"])
        if queue is None:
            return False
        if held["lease"] in queue.leased:
            return True
        for item in queue.ready:
            if item["id"] == held["id"]:
                queue.ready.remove(item)
                queue.leased[held["lease"]] = {
                    "item": item,
                    "lease": held["lease"],
                    "session": session,
                    "attempt": None,
                    "implicit": False,
                }
                return True
        return False

    def settle(self, message, last):
        session = self.session(message["session"])
        nack = [n if isinstance(n, dict) else {"lease": n} for n in message["nack"]]
        self.check(session, message["ack"] + [n["lease"] for n in nack])
        for put in message.get("then", []):
            if put["queue"] not in self.queues:
                raise Problem(404, "not-found", f"no queue {put['queue']}")
            reply = self.on_items(self.queues[put["queue"]], put, {}, last)
            if reply is None:
                return None
        self.acknowledge(session, message["ack"])
        for n in nack:
            for queue in self.queues.values():
                if n["lease"] in queue.leased:
                    self.end_lease(queue, n["lease"], done=False, dead=n.get("dead"))
        self.changed.notify_all()
        return 200, {}

    def check(self, session, leases):
        held = {
            lease
            for queue in self.queues.values()
            for lease, entry in queue.leased.items()
            if entry["session"] == session
        }
        lost = [
            lease for lease in leases if lease not in held and (session, lease) not in self.keys
        ]
        if lost:
            raise Problem(409, "lease-lost", "not held", leases=lost, gone=[])

    def acknowledge(self, session, leases):
        for lease in leases:
            self.keys.add((session, lease))
            for queue in self.queues.values():
                if lease in queue.leased:
                    self.end_lease(queue, lease, done=True)
        self.changed.notify_all()

    def end_lease(self, queue, lease, done, dead=False):
        entry = queue.leased.pop(lease)
        if done:
            queue.done += 1
        elif dead:
            queue.dead.append(entry["item"])
        else:
            queue.ready.insert(0, entry["item"])

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
                self.numbers += 1
                self.queues[name].ready.append({"id": f"{name}/x:{self.numbers}", "json": value})
            self.changed.notify_all()

    def put_bytes(self, name, data, content_type):
        with self.changed:
            self.numbers += 1
            encoded = base64.b64encode(data).decode()
            item = {
                "id": f"{name}/x:{self.numbers}",
                "base64": encoded,
                "contentType": content_type,
            }
            self.queues[name].ready.append(item)
            self.changed.notify_all()
