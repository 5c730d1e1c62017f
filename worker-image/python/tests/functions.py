"""What the tests' pools call."""

import asyncio
import sys
import pathlib
import threading
import time

initialized = []


def square(x):
    return x * x


def odd(x):
    if x % 2 == 0:
        raise KeyError(f"no {x}")
    return x


def leave(code):
    sys.exit(code)


def cancelled(x):
    raise asyncio.CancelledError(x)


def unpicklable(_):
    return lambda: 0


def huge(size):
    return b"x" * size


def keywords(a, *, b):
    return a, b


def note(*what):
    initialized.append(what)


def noted():
    return list(initialized)


class Awkward(Exception):
    """Pickles, and can't be made again."""

    def __init__(self, one, two):
        super().__init__(one)


def awkward(x):
    raise Awkward(x, x)


class Unshowable(Exception):
    """Can't travel, nor be told of."""

    def __reduce__(self):
        raise TypeError("stays here")

    def __repr__(self):
        raise RuntimeError("no words")

    __str__ = __repr__


def unshowable(_):
    return Unshowable()


def raises_unshowable(_):
    raise Unshowable


class Gate:
    """Lets calls wait until a test opens it."""

    entered, opened = threading.Event(), threading.Event()


def gated(x):
    Gate.entered.set()
    Gate.opened.wait(20)
    return x


def touch_and_wait(begun, go):
    pathlib.Path(begun).touch()
    end = time.monotonic() + 20
    while not pathlib.Path(go).exists() and time.monotonic() < end:
        time.sleep(0.01)
    return "went"
