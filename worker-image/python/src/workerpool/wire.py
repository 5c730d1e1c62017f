"""The relay's messages: texts of requests, and what replies say. Pure.

One golden file a message in ``worker-image/wire`` pins both sides.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from . import errors

MAX_ITEM_BYTES = 256 * 1024
MAX_BODY_BYTES = 768 * 1024
MAX_BATCH_ITEMS = 1000


class Body(NamedTuple):
    """An item's payload: a JSON value as ``text``, or ``data`` of some content type."""

    content_type: str
    text: str | None = None
    data: bytes | None = None

    @property
    def size_bytes(self) -> int:
        """Bytes that count against MAX_ITEM_BYTES."""
        return len(self.data) if self.data is not None else len((self.text or "").encode())


class Item(NamedTuple):
    """An item taken.

    deliveries: how often it has been delivered, this time included; ``value``: the JSON value
    where ``data`` is None.
    """

    id: str
    lease: str
    deliveries: int
    content_type: str
    value: Any = None
    data: bytes | None = None


class Stats(NamedTuple):
    """A queue's figures; max_size 0 is unbounded; closed: None, "Drain" or "Immediate"."""

    name: str
    max_size: int
    ready: int
    leased: int
    unfinished: int
    done: int
    dead: int
    closed: str | None


class EventValue(NamedTuple):
    """An event; sets: how many set() calls took effect."""

    name: str
    is_set: bool
    sets: int


class Opened(NamedTuple):
    """A session opened; unknown: leases said to be held that couldn't be taken up again."""

    session: str
    heartbeat_seconds: float
    epoch: int
    unknown: Sequence[str]


class Held(NamedTuple):
    """A lease this process holds."""

    lease: str
    queue: str
    id: str


JSON = "application/json"


def dumps(value: Any) -> str:
    """Compact JSON text, characters as they are; raises for NaN and what is no JSON value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def item_text(body: Body, priority: int = 0, delay: float = 0.0) -> str:
    """An item of a put, as JSON text; a JSON payload's text is kept as it is.

    priority: lower first, only in a queue of that order; delay: seconds until it is ready.
    """
    more = f',"priority":{priority}' if priority else ""
    if delay > 0:
        more += f',"delay":{delay:g}'
    if body.data is None:
        return f'{{"json":{body.text}{more}}}'
    encoded = base64.b64encode(body.data).decode("ascii")
    return f'{{"base64":"{encoded}","contentType":{dumps(body.content_type)}{more}}}'


def put_request(items: Iterable[str], producer: str | None = None, seq: int | None = None) -> str:
    """Items as of item_text(); seq is the number of the first one."""
    source = "" if producer is None else f'"producer":{dumps(producer)},"seq":{seq},'
    return f'{{{source}"items":[{",".join(items)}]}}'


def take_request(
    session: str,
    limit: int,
    attempt: str,
    handle: str | None = None,
    ack: Sequence[str] = (),
    then: Sequence[Put] = (),
) -> str:
    """Asks for up to ``limit`` items; ``ack`` and ``then`` come first, in one commit."""
    message: dict[str, Any] = {"session": session, "max": limit, "attempt": attempt}
    if handle is not None:
        message["handle"] = handle
    if ack:
        message["ack"] = list(ack)
    return _with_puts(dumps(message), then)


def session_request(nonce: str, held: Sequence[Held] = ()) -> str:
    """Opens a session, or (again) the one of this nonce, saying what it holds."""
    message: dict[str, Any] = {"nonce": nonce}
    if held:
        message["held"] = [{"lease": h.lease, "queue": h.queue, "id": h.id} for h in held]
    return dumps(message)


def heartbeat_request(held: Sequence[str]) -> str:
    """A sign of life; leases that are not listed twice in a row are given back."""
    return dumps({"held": list(held)})


class Put(NamedTuple):
    """Items of a producer in one queue; seq: number of the first."""

    queue: str
    producer: str
    seq: int
    items: Sequence[str]


def settle_request(
    session: str,
    ack: Sequence[str],
    nack: Sequence[str | Mapping[str, Any]],
    then: Sequence[Put] = (),
) -> str:
    """Which leases are done, which items go back, and what is put in the same commit: all or none.

    nack: leases, or ``{lease, delay?, dead?, reason?}``; what no text may hold (half of a surrogate
    pair, as in a file's name that isn't UTF-8) stands as an escape in a reason.
    """
    told = [n if isinstance(n, str) else _printable(n) for n in nack]
    return _with_puts(dumps({"session": session, "ack": list(ack), "nack": told}), then)


def _printable(nack: Mapping[str, Any]) -> Mapping[str, Any]:
    if "reason" not in nack:
        return nack
    reason = str(nack["reason"]).encode("utf-8", "backslashreplace").decode("utf-8")
    return {**nack, "reason": reason}


def _with_puts(text: str, then: Sequence[Put]) -> str:
    if not then:
        return text
    puts = ",".join(
        f'{{"queue":{dumps(p.queue)},"producer":{dumps(p.producer)},"seq":{p.seq},'
        f'"items":[{",".join(p.items)}]}}'
        for p in then
    )
    return f'{text[:-1]},"then":[{puts}]}}'


def queue_make_request(
    max_size: int,
    order: str = "FIFO",
    max_deliveries: int | None = None,
    lease_seconds: int | None = None,
) -> str:
    """max_size 0 is unbounded, max_deliveries 0 unlimited; what is None is the relay's default."""
    message: dict[str, Any] = {"maxSize": max_size}
    if order != "FIFO":
        message["order"] = order
    if max_deliveries is not None:
        message["maxDeliveries"] = max_deliveries
    if lease_seconds is not None:
        message["leaseSeconds"] = lease_seconds
    return dumps(message)


def close_request(immediate: bool) -> str:
    """Drain: what is ready is still delivered; Immediate: it is dropped."""
    return dumps({"mode": "Immediate" if immediate else "Drain"})


def task_done_request(session: str, key: str) -> str:
    """Acknowledges the session's oldest lease; used by shells, which keep no leases."""
    return dumps({"session": session, "key": key})


def session_message(session: str, message: Mapping[str, Any]) -> str:
    """A message in a session's name."""
    return dumps({"session": session, **message})


def taken(body: bytes) -> list[Item]:
    """Items of a take."""
    return [_item(entry) for entry in json.loads(body)["items"]]


def _item(entry: dict[str, Any]) -> Item:
    encoded = entry.get("base64")
    return Item(
        id=entry["id"],
        lease=entry.get("lease", ""),
        deliveries=int(entry.get("deliveries", 1)),
        content_type=JSON if encoded is None else entry.get("contentType", ""),
        value=entry.get("json"),
        data=None if encoded is None else base64.b64decode(encoded),
    )


def stored_before(body: bytes) -> bool:
    """Whether a put had been stored by an earlier try."""
    return bool(json.loads(body).get("duplicate", False))


def opened(body: bytes) -> Opened:
    """Reply to session_request()."""
    message = json.loads(body)
    return Opened(
        session=message["session"],
        heartbeat_seconds=float(message.get("heartbeatSeconds", 5)),
        epoch=int(message.get("epoch", 0)),
        unknown=message.get("unknown") or [],
    )


def unknown_leases(body: bytes) -> list[str]:
    """Reply to heartbeat_request(): what this session doesn't hold."""
    return list(json.loads(body).get("unknown") or [])


def stats(body: bytes) -> Stats:
    """A queue's figures."""
    m = json.loads(body)
    return Stats(
        name=m["name"],
        max_size=m.get("maxSize") or 0,
        ready=m["ready"],
        leased=m.get("leased", 0),
        unfinished=m.get("unfinished", 0),
        done=m.get("done", 0),
        dead=m.get("dead", 0),
        closed=m.get("closed"),
    )


def event(body: bytes) -> EventValue:
    """An event as it is."""
    m = json.loads(body)
    return EventValue(m["name"], bool(m["set"]), int(m["count"]))


def unfinished(body: bytes) -> int:
    """Reply to a join: 0 is joined."""
    return int(json.loads(body)["unfinished"])


def purged(body: bytes) -> int:
    """How many items a purge dropped."""
    return int(json.loads(body)["purged"])


def kill_asked(body: bytes) -> bool:
    """Whether the reply to a heartbeat tells the process to kill itself."""
    return json.loads(body).get("kill") is True


def problem(status: int, body: bytes) -> errors.Refusal:
    """The refusal in an error reply; also of proxies that know nothing of RFC 9457."""
    try:
        m = json.loads(body)
        name = str(m["type"]).rsplit("/", 1)[-1]
        detail = str(m.get("detail") or m.get("title") or name)
    except (ValueError, TypeError, KeyError, UnicodeDecodeError):
        return errors.refusal("", status, f"HTTP status {status} from the relay's address")
    refused = errors.refusal(name, status, detail)
    refused.retryable = m.get("retryable") is True
    if isinstance(refused, errors.LeaseLost):
        refused.leases = list(m.get("leases") or [])
        refused.gone = list(m.get("gone") or [])
    return refused
