"""The fake relay's queues: what is ready in them, and who holds what by which lease."""

from stub_problem import Problem


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


class Storage:
    """A part of StubRelay; every method is called under its lock.

    ``session(name)`` refuses a session that it doesn't know; ``changed()`` wakes who waits.
    """

    def __init__(self, session, changed):
        self.session, self.changed = session, changed
        self.queues, self.acknowledged, self.numbers = {}, set(), 0

    def declare(self, name, max_size, order):
        self.queues[name] = Queue(name, max_size, order)

    def add(self, name, **content):
        """An item that nobody's put brought."""
        self.numbers += 1
        self.queues[name].ready.append({"id": f"{name}/x:{self.numbers}", **content})
        self.changed()

    def route(self, method, path, segments, message, query, last):
        if len(segments) == 2 and method == "PUT":
            return self.make(segments[1], message)
        if segments[1] not in self.queues:
            raise Problem(404, "not-found", f"no {path} in channel consumers")
        if len(segments) == 2 and method == "DELETE":
            del self.queues[segments[1]]
            self.changed()
            return 204, None
        queue = self.queues[segments[1]]
        if len(segments) == 2:
            return 200, queue.stats()
        return getattr(self, f"on_{segments[2]}")(queue, message, query, last)

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
        self.changed()
        return 201, {"duplicate": False}

    def on_leases(self, queue, message, query, last):
        session = self.session(message["session"])
        held = [e for e in queue.leased.values() if e["session"] == session]
        again = [e for e in held if e["attempt"] == message["attempt"]]
        if not again:
            if not self.settled(session, message, last):
                return None
            message["ack"] = message["then"] = []  # should it wait now, that is done
            while queue.ready and len(again) < message["max"]:
                self.numbers += 1
                item = queue.ready.pop(-1 if queue.order == "LIFO" else 0)
                item["deliveries"] = item.get("deliveries", 0) + 1
                entry = {
                    "item": item,
                    "lease": f"lease-{self.numbers}",
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
        self.changed()
        return 200, queue.stats()

    def on_purge(self, queue, message, query, last):
        purged = len(queue.ready)
        queue.ready.clear()
        self.changed()
        return 200, {"purged": purged}

    def settle(self, message, last):
        session = self.session(message["session"])
        nack = [n if isinstance(n, dict) else {"lease": n} for n in message["nack"]]
        if not self.settled(session, message, last, [n["lease"] for n in nack]):
            return None
        for n in nack:
            for queue in self.queues.values():
                if n["lease"] in queue.leased:
                    self.end_lease(queue, n["lease"], done=False, dead=n.get("dead"))
        self.changed()
        return 200, {}

    def settled(self, session, message, last, nacks=()):
        """Acknowledges and puts, all or none; False while there is no room."""
        acks = message.get("ack", [])
        self.check(session, [*acks, *nacks])
        for put in message.get("then", []):
            if put["queue"] not in self.queues:
                raise Problem(404, "not-found", f"no queue {put['queue']}")
            if self.on_items(self.queues[put["queue"]], put, {}, last) is None:
                return False
        self.acknowledge(session, acks)
        return True

    def check(self, session, leases):
        held = {lease for _, lease, entry in self.held() if entry["session"] == session}
        known = held | {lease for owner, lease in self.acknowledged if owner == session}
        lost = [lease for lease in leases if lease not in known]
        if lost:
            raise Problem(409, "lease-lost", "not held", leases=lost, gone=[])

    def acknowledge(self, session, leases):
        for lease in leases:
            self.acknowledged.add((session, lease))
            for queue in self.queues.values():
                if lease in queue.leased:
                    self.end_lease(queue, lease, done=True)
        self.changed()

    def end_lease(self, queue, lease, done, dead=False):
        entry = queue.leased.pop(lease)
        if done:
            queue.done += 1
        elif dead:
            queue.dead.append(entry["item"])
        else:
            queue.ready.insert(0, entry["item"])

    # --- what becomes of sessions ---

    def held(self):
        """All leases, with their queues and who holds them."""
        return [
            (queue, lease, entry)
            for queue in self.queues.values()
            for lease, entry in queue.leased.items()
        ]

    def end_session(self, name):
        for queue, lease, entry in self.held():
            if entry["session"] == name:
                self.end_lease(queue, lease, done=entry["implicit"])

    def forget_leases(self):
        for queue in self.queues.values():
            queue.ready = [entry["item"] for entry in queue.leased.values()] + queue.ready
            queue.leased.clear()

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
