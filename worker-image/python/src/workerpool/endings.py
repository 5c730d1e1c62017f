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
from collections.abc import Callable
from types import FrameType, ModuleType
from typing import NoReturn

from . import errors, log
from .client import Client

_LAST_WORDS_SECONDS = 3.0


def watch(client: Client, forked: bool) -> None:
    """Arranges that ``client`` leaves well, however this process ends."""
    pid = os.getpid()

    def at_exit() -> None:
        if os.getpid() == pid:
            failed = _child_failed(began) if child else _failed()
            own = bool(client.environment.pod_uid) and not forked and not child
            leave(client, failed=failed, known_to_relay=own)

    child = _is_cpythons_child()
    began = _frame_with_exit_code() if child else None  # of spawn it is over when we are called
    if child:
        _finally(client, at_exit)
    atexit.register(at_exit)
    _on_sigterm(client)


def _is_cpythons_child() -> bool:
    """Whether CPython's multiprocessing made this process, by whatever start method."""
    process = sys.modules.get("multiprocessing.process")
    return process is not None and (process.parent_process() is not None or _is_preparing(process))


def _is_preparing(process: ModuleType) -> bool:
    """Whether this process, not made by fork, still imports its program."""
    return getattr(process.current_process(), "_inheriting", False) is True


def _finally(client: Client, at_exit: Callable[[], None]) -> None:
    """CPython's child processes end by os._exit; up to 3.12 they run these finalizers only."""
    from multiprocessing import process, util

    def register(_: object) -> None:
        util.Finalize(None, at_exit, exitpriority=100)

    register(client)
    if _is_preparing(process):  # some versions drop what is registered before the work begins
        util.register_after_fork(client, register)


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


_EXIT_CODES = {
    ("multiprocessing.popen_fork", "_launch"): "code",
    ("multiprocessing.forkserver", "main"): "code",
    ("multiprocessing.spawn", "spawn_main"): "exitcode",
}
"""By start method, the function that a child of CPython's runs in, and where it has its exit code."""


def _child_failed(began: FrameType | None) -> bool:
    """As _failed(), in a child of CPython's multiprocessing. From 3.13 on its exception is over when
    we are called, and only that function's frame tells the exit code; where not: failed, so that
    the item is delivered again."""
    if sys.version_info < (3, 13):
        return _failed()
    frame = _frame_with_exit_code() or began
    return frame is None or frame.f_locals.get(_EXIT_CODES[_place(frame)]) != 0


def _frame_with_exit_code() -> FrameType | None:
    frame: FrameType | None = sys._getframe()
    while frame is not None and _place(frame) not in _EXIT_CODES:
        frame = frame.f_back
    return frame


def _place(frame: FrameType) -> tuple[str, str]:
    return frame.f_globals.get("__name__", ""), frame.f_code.co_name


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
