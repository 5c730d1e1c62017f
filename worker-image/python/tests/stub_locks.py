"""The fake relay's locks, semaphores, conditions and barriers, written from the API's description."""

from stub_problem import Problem


class Semaphore:
    def __init__(self, name, kind, value):
        self.name, self.kind, self.initial = name, kind, value
        self.value, self.grants = value, {}

    def stats(self):
        return {
            "name": self.name,
            "kind": self.kind,
            "value": self.value,
            "initial": self.initial,
            "holders": [{"since": "2026-11-22T15:04:05Z"} for _ in self.grants],
        }


class Condition:
    def __init__(self, lock):
        self.lock, self.waiters, self.notified = lock, [], set()


class Barrier:
    def __init__(self, parties):
        self.parties, self.broken = parties, False
        self.waiting, self.passed, self.failed = [], {}, set()


class Locks:
    """A part of StubRelay; every method is called under its lock."""

    def __init__(self, notify):
        self.notify = notify
        self.semaphores, self.conditions, self.barriers = {}, {}, {}
        self.granted, self.answers, self.number = {}, {}, 0

    def find(self, kind, name):
        found = getattr(self, kind).get(name)
        if found is None:
            raise Problem(404, "not-found", f"no {kind[:-1]} {name}")
        return found

    def on_semaphores(self, method, segments, message, last):
        name = segments[1]
        if method == "PUT":
            made = self.semaphores.get(name)
            if made is None:
                self.semaphores[name] = Semaphore(name, message["kind"], message["value"])
                return 201, {}
            if (made.kind, made.initial) != (message["kind"], message["value"]):
                raise Problem(409, "exists-differently", f"{name} is another one")
            return 200, {}
        semaphore = self.find("semaphores", name)
        if method == "GET":
            return 200, semaphore.stats()
        if segments[2] == "acquire":
            return self.acquire(semaphore, message, last)
        return self.release(semaphore, message)

    def acquire(self, semaphore, message, last):
        key = (message["session"], message["attempt"])
        if key not in self.granted:
            if not semaphore.value:
                return (204, None) if last else None
            semaphore.value -= 1
            self.number += 1
            self.granted[key] = str(self.number)
            semaphore.grants[str(self.number)] = message["session"]
        return 200, {"grant": self.granted[key], "value": semaphore.value}

    def release(self, semaphore, message):
        if message["key"] in self.answers:
            return self.answers[message["key"]]
        grant = message.get("grant")
        if grant is None:
            own = [g for g, s in semaphore.grants.items() if s == message["session"]]
            grant = next(iter(own or semaphore.grants), None)
        elif grant not in semaphore.grants:
            grant = None
        if grant is None and (semaphore.kind != "Semaphore" or message.get("grant")):
            raise Problem(409, "surplus-release", f"nobody holds {semaphore.name}")
        semaphore.grants.pop(grant, None)
        semaphore.value += 1
        self.answers[message["key"]] = 200, {"value": semaphore.value}
        return self.answers[message["key"]]

    def on_conditions(self, method, segments, message, query, last):
        name = segments[1]
        if method == "PUT":
            made = self.conditions.setdefault(name, Condition(message["lock"]))
            if made.lock != message["lock"]:
                raise Problem(409, "exists-differently", f"{name} has another lock")
            return 200, {}
        condition = self.find("conditions", name)
        if method == "GET":
            waiting = len(condition.waiters)
            return 200, {"name": name, "lock": condition.lock, "waiting": waiting}
        if method == "DELETE":
            waiter = (query["session"], segments[3])
            if waiter not in condition.waiters and waiter not in condition.notified:
                raise Problem(404, "not-found", f"nobody waits at {name} by this attempt")
            return 200, {"notified": self.withdraw(condition, waiter)}
        lock = self.find("semaphores", condition.lock)
        if segments[2] == "wait":
            return self.wait(condition, lock, message, last)
        if message["key"] not in self.answers:
            if message["session"] not in lock.grants.values():
                raise Problem(409, "lock-not-held", f"{lock.name} is not held")
            count = message.get("count", len(condition.waiters))
            woken = condition.waiters[:count]
            del condition.waiters[:count]
            condition.notified.update(woken)
            self.answers[message["key"]] = 200, {"notified": len(woken)}
        return self.answers[message["key"]]

    def withdraw(self, condition, waiter):
        if waiter in condition.notified:
            condition.notified.remove(waiter)
            return True
        if waiter in condition.waiters:
            condition.waiters.remove(waiter)
        return False

    def wait(self, condition, lock, message, last):
        waiter = (message["session"], message["attempt"])
        if waiter in condition.notified:
            return 200, {"notified": True}
        if waiter not in condition.waiters:
            if lock.grants.pop(message["grant"], None) is None:
                raise Problem(409, "lock-not-held", f"{lock.name} is not held")
            lock.value += 1
            condition.waiters.append(waiter)
            self.notify()
        return (204, None) if last else None

    def on_barriers(self, method, segments, message, last):
        name = segments[1]
        if method == "PUT":
            made = self.barriers.setdefault(name, Barrier(message["parties"]))
            if made.parties != message["parties"]:
                raise Problem(409, "exists-differently", f"{name} has other parties")
            return 200, {}
        barrier = self.find("barriers", name)
        if method == "GET":
            waiting = len(barrier.waiting)
            return 200, {
                "name": name,
                "parties": barrier.parties,
                "waiting": waiting,
                "broken": barrier.broken,
            }
        if segments[2] != "wait":
            barrier.broken = segments[2] == "abort"
            barrier.failed.update(barrier.waiting)
            barrier.waiting.clear()
            return 200, {}
        party = message["session"], message["attempt"]
        answer = self.arrive(barrier, party, last)
        if message.get("last") and (answer is None or answer[0] == 204):
            barrier.broken = True
            barrier.failed.update(barrier.waiting)
            barrier.waiting.clear()
            self.notify()
            return self.arrive(barrier, party, last)
        return answer

    def arrive(self, barrier, party, last):
        if party in barrier.passed:
            return 200, {"index": barrier.passed[party]}
        if barrier.broken or party in barrier.failed:
            raise Problem(409, "barrier-broken", "barrier is broken")
        if party not in barrier.waiting:
            barrier.waiting.append(party)
            self.notify()
            if len(barrier.waiting) == barrier.parties:
                barrier.passed.update({p: i for i, p in enumerate(barrier.waiting)})
                barrier.waiting.clear()
                self.notify()
                return 200, {"index": barrier.passed[party]}
        return (204, None) if last else None

    def end_session(self, session):
        for semaphore in self.semaphores.values():
            for grant, holder in list(semaphore.grants.items()):
                if holder == session:
                    del semaphore.grants[grant]
                    semaphore.value += 1
        for barrier in self.barriers.values():
            if any(party[0] == session for party in barrier.waiting):
                barrier.broken = True
                barrier.failed.update(barrier.waiting)
                barrier.waiting.clear()
