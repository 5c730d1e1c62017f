"""How a process leaves its channel.

The exit code decides what becomes of implicit leases (0: done, else given back), and only the pod's
status tells it: inside a pool a normal end is left to the relay. What can be told earlier is told:
an uncaught exception, SIGTERM.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import sys
import threading
import time
from types import FrameType
from typing import NoReturn

from . import errors, log
from .client import Client

_LAST_WORDS_SECONDS = 3.0


def watch(client: Client, forked: bool) -> None:
    """Arranges that ``client`` leaves well, however this process ends."""
    pid = os.getpid()

    def at_exit() -> None:
        if os.getpid() == pid:
            failed = _child_failed() if child else _failed()
            leave(client, failed=failed, known_to_relay=_is_pods_own(client, forked))

    process = sys.modules.get("multiprocessing.process")
    child = forked and process is not None and process.parent_process() is not None
    if child:
        from multiprocessing import util

        # CPython's child processes end by os._exit; up to 3.12 they run these finalizers only.
        util.Finalize(None, at_exit, exitpriority=100)
    atexit.register(at_exit)
    _on_sigterm(client)


def leave(client: Client, failed: bool, known_to_relay: bool) -> None:
    """Says goodbye, within a few seconds; an unreachable relay finds out by itself.

    failed: everything held goes back at once. known_to_relay: the relay will see how we ended.
    """
    if not client.session.is_open:
        return
    until = client.calls.deadline(_LAST_WORDS_SECONDS)
    try:
        if failed:
            client.session.give_back(until)
        else:
            for receiver in client.receivers():
                receiver.resolve(until)
        if failed or not known_to_relay:
            client.session.end(until)
    except errors.WorkerPoolError as e:
        log.debug("left without a word: %s", e)


def _failed() -> bool:
    """Whether an exception ends this process, as far as can be seen."""
    current = sys.exc_info()[1]
    if isinstance(current, SystemExit):
        return current.code not in (None, 0, False)
    return current is not None or getattr(sys, "last_value", None) is not None


def _child_failed() -> bool:
    """As _failed(), in a child of CPython's multiprocessing. From 3.13 on its exception is over when
    we are called, and only the caller's frame tells the exit code; where not: failed, so that the
    item is delivered again."""
    if sys.version_info < (3, 13):
        return _failed()
    frame: FrameType | None = sys._getframe()
    while frame is not None and frame.f_code.co_name != "_launch":
        frame = frame.f_back
    return frame is None or frame.f_locals.get("code") != 0


def _is_pods_own(client: Client, forked: bool) -> bool:
    return bool(client.environment.pod_uid) and not forked


def _on_sigterm(client: Client) -> None:
    """Gives items back at once, then ends by the signal; a handler of the program's own is left
    alone, and so is SIGTERM where the first use is not in the main thread."""
    if not may_handle_sigterm():
        return
    pid = os.getpid()

    def handle(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        if os.getpid() != pid:  # inherited by a fork that has nothing to give back
            os.kill(os.getpid(), number)
        else:
            # Not in here: the main thread may hold the very locks that this needs.
            threading.Thread(target=_give_back_and_end, args=(client, number)).start()

    handle.workerpool_pid = pid  # type: ignore[attr-defined]
    signal.signal(signal.SIGTERM, handle)


def may_handle_sigterm() -> bool:
    """Whether this is the main thread, and the program has no handler of its own."""
    if threading.current_thread() is not threading.main_thread():
        return False
    before = signal.getsignal(signal.SIGTERM)
    return before == signal.SIG_DFL or hasattr(before, "workerpool_pid")


def _give_back_and_end(client: Client, number: int) -> None:
    try:
        client.session.give_back(client.calls.deadline(_LAST_WORDS_SECONDS))
    except Exception as e:  # whatever it is, the process was told to end
        log.debug("items not given back: %s", e)
    finally:
        end_by(number)


def end_by(number: int) -> NoReturn:
    """Ends this process by a signal, as if it had no handler for it."""
    with contextlib.suppress(Exception):
        sys.stdout.flush()
    if threading.current_thread() is threading.main_thread():
        signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    # Process 1 of a container without the shim is immune to its own SIGTERM.
    time.sleep(1)
    os._exit(128 + number)
