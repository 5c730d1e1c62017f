"""The golden files of worker-image/wire are printed and read as the other side does."""

import json
import pathlib
import unittest

import stub
from workerpool import codec, errors, wire, wire_locks

GOLDEN = stub.SOURCES.parent.parent / "wire"

# Messages that this package neither sends nor reads (yet).
NOT_USED = set(
    """
    dead-reply redrive-request redrive-reply purge-request
    retire-request retire-reply kill-request kill-reply
    """.split()
)


def golden(name):
    return (GOLDEN / f"{name}.json").read_bytes().rstrip(b"\n")


class Requests(unittest.TestCase):
    def assert_printed(self, name, text):
        self.assertEqual(golden(name).decode(), text)

    def test_put_isPrintedAsTheGoldenFile(self):
        json_codec = codec.of("json")
        items = [
            codec.encode(json_codec, {"a": 3, "b": 3}),
            codec.encode(json_codec, 'pill é " \\ \n'),
            wire.item_text(wire.Body("application/octet-stream", data=b"\x00\x01\x02\xff")),
        ]
        self.assert_printed("put-request", wire.put_request(items, "a1b2c3d4", 4))
        self.assert_printed(
            "put-request-keyless", wire.put_request([codec.encode(json_codec, None)])
        )

    def test_take_isPrintedAsTheGoldenFile(self):
        self.assert_printed("take-request", wire.take_request("s-7-3", 1, "e5f6a7b8-1"))
        self.assert_printed(
            "take-request-handle", wire.take_request("s-7-3", 1, "e5f6a7b8-3", handle="shell")
        )
        self.assert_printed(
            "take-request-ack", wire.take_request("s-7-3", 10, "e5f6a7b8-2", ack=["7-12"])
        )
        put = wire.Put("results", "a1b2c3d4", 8, ['{"json":9}'])
        self.assert_printed(
            "take-request-then",
            wire.take_request("s-7-3", 1, "e5f6a7b8-3", ack=["7-14"], then=[put]),
        )

    def test_sessionsAndSettlements_arePrintedAsTheGoldenFiles(self):
        nonce = "4f1d0c9ab2e34d5f8a7b6c5d4e3f2a10-0a1b2c3d"
        held = [wire.Held("7-12", "tasks", "tasks/a1b2:4")]
        self.assert_printed("session-request", wire.session_request(nonce))
        self.assert_printed("session-request-held", wire.session_request(nonce, held))
        self.assert_printed("heartbeat-request", wire.heartbeat_request(["7-12", "7-13"]))
        self.assert_printed("settle-request", wire.settle_request("s-7-3", ["7-14"], ["7-15"]))
        self.assert_printed("task-done-request", wire.task_done_request("s-7-3", "c9d8e7f6"))
        self.assert_printed("queue-make-request", wire.queue_make_request(5))
        self.assert_printed("close-request", wire.close_request(immediate=False))

    def test_ordersAndDelays_arePrintedAsTheGoldenFiles(self):
        json_codec = codec.of("json")
        items = [
            codec.encode(json_codec, "soon", priority=-1),
            codec.encode(json_codec, "later", priority=5, delay=1.5),
            wire.item_text(
                wire.Body("application/octet-stream", data=b"\x00\x01\x02\xff"), delay=30.0
            ),
        ]
        self.assert_printed("put-request-priority", wire.put_request(items, "a1b2c3d4", 7))
        made = wire.queue_make_request(0, "Priority", max_deliveries=3, lease_seconds=60)
        self.assert_printed("queue-make-request-order", made)

    def test_chainsAndRefusals_arePrintedAsTheGoldenFiles(self):
        nacks = [
            "7-15",
            {"lease": "7-16", "delay": 2.5},
            {"lease": "7-17", "dead": True, "reason": "bad input"},
        ]
        self.assert_printed("settle-request-nack", wire.settle_request("s-7-3", [], nacks))
        then = [wire.Put("results", "a1b2c3d4", 8, ['{"json":9}'])]
        self.assert_printed("settle-request-then", wire.settle_request("s-7-3", ["7-14"], [], then))

    def test_locks_arePrintedAsTheGoldenFiles(self):
        def said(name, **message):
            self.assert_printed(name, wire.session_message("s-7-3", message))

        made = wire_locks.semaphore_make_request("BoundedSemaphore", 3)
        self.assert_printed("semaphore-make-request", made)
        self.assert_printed("condition-make-request", wire_locks.condition_make_request("guard"))
        self.assert_printed("barrier-make-request", wire_locks.barrier_make_request(4))
        said("acquire-request", attempt="e5f6a7b8-4")
        said("release-request", grant="41", key="c9d8e7f7")
        said("release-request-any", key="c9d8e7f8")
        said("condition-wait-request", attempt="e5f6a7b8-5", grant="42")
        said("notify-request", count=1, key="c9d8e7f9")
        said("notify-request-all", key="c9d8e7fa")
        said("barrier-wait-request", attempt="e5f6a7b8-6")
        said("barrier-wait-request-last", attempt="e5f6a7b8-6", last=True)


class Replies(unittest.TestCase):
    def test_take_givesItemsOfBothKinds(self):
        first, second = wire.taken(golden("take-reply"))
        self.assertEqual(("tasks/a1b2c3d4:4", "7-14", 1), first[:3])
        self.assertEqual({"a": 3, "b": 3}, codec.of("json").decode(first))
        self.assertEqual("application/json", first.content_type)
        self.assertEqual(("application/octet-stream", 2), (second.content_type, second.deliveries))
        self.assertEqual(b"\x00\x01\x02\xff", second.data)

    def test_sessions_areRead(self):
        self.assertEqual(wire.Opened("s-7-3", 5, 7, []), wire.opened(golden("session-reply")))
        self.assertEqual(["7-12"], wire.opened(golden("session-reply-unknown")).unknown)
        self.assertEqual(["7-13"], wire.unknown_leases(golden("heartbeat-reply")))

    def test_figures_areRead(self):
        stats = wire.stats(golden("queue-reply"))
        self.assertEqual(wire.Stats("tasks", 10, 3, 2, 6, 120, 0, None), stats)
        self.assertEqual("Drain", wire.stats(golden("queue-reply-closed")).closed)
        self.assertEqual(wire.EventValue("ready", True, 2), wire.event(golden("event-reply")))
        self.assertEqual(0, wire.unfinished(golden("join-reply")))
        self.assertEqual(3, wire.purged(golden("purge-reply")))
        self.assertFalse(wire.stored_before(golden("put-reply")))
        self.assertTrue(wire.stored_before(golden("put-reply-duplicate")))

    def test_locks_areRead(self):
        self.assertEqual("41", wire_locks.grant(golden("acquire-reply")))
        self.assertEqual(
            wire_locks.Semaphore("slots", "BoundedSemaphore", 1, 3, ["Process-1", ""]),
            wire_locks.semaphore(golden("semaphore-reply")),
        )
        self.assertEqual(1, json.loads(golden("release-reply"))["value"])
        condition = wire_locks.Condition("changed", "guard", 2)
        self.assertEqual(condition, wire_locks.condition(golden("condition-reply")))
        self.assertTrue(wire_locks.notified(golden("condition-wait-reply")))
        self.assertEqual(1, wire_locks.woken(golden("notify-reply")))
        barrier = wire_locks.Barrier("start", 4, 3, False)
        self.assertEqual(barrier, wire_locks.barrier(golden("barrier-reply")))
        self.assertEqual(2, wire_locks.index(golden("barrier-wait-reply")))

    def test_kill_isRead(self):
        self.assertTrue(wire.kill_asked(golden("heartbeat-reply-kill")))
        self.assertFalse(wire.kill_asked(golden("heartbeat-reply")))

    def test_problems_becomeTheirExceptions(self):
        kinds = {
            "malformed": ValueError,
            "batch-too-large": ValueError,
            "unauthenticated": PermissionError,
            "forbidden": PermissionError,
            "not-found": LookupError,
            "session-unknown": errors.SessionUnknown,
            "lease-lost": errors.LeaseLost,
            "sequence-gap": errors.SequenceGap,
            "exists-differently": ValueError,
            "surplus-task-done": ValueError,
            "closed": errors.ShutDown,
            "surplus-release": ValueError,
            "lock-not-held": errors.LockNotHeld,
            "barrier-broken": errors.BarrierBroken,
            "in-use": errors.InUse,
            "too-large": ValueError,
            "queue-full": errors.QueueFull,
            "byte-quota": errors.QuotaUsedUp,
        }
        for path in GOLDEN.glob("problem-*.json"):
            name, message = path.stem[len("problem-") :], json.loads(path.read_bytes())
            with self.subTest(name):
                refused = wire.problem(message["status"], path.read_bytes())
                self.assertIsInstance(refused, kinds.get(name, errors.Refusal))
                self.assertEqual((name, message["detail"]), (refused.problem, str(refused)))

    def test_leaseLost_namesTheLeases(self):
        lost = wire.problem(409, golden("problem-lease-lost"))
        self.assertEqual((["7-14", "7-15"], ["7-15"]), (lost.leases, lost.gone))

    def test_everyGoldenFile_isUsed(self):
        used = pathlib.Path(__file__).read_text("utf-8")
        others = {"queues-reply", "watch-reply", "peek-reply", "settle-reply", "task-done-reply"}
        for path in GOLDEN.glob("*.json"):
            known = f'"{path.stem}"' in used or path.stem in others | NOT_USED
            self.assertTrue(known or path.stem.startswith("problem-"), path.stem)


if __name__ == "__main__":
    unittest.main()
