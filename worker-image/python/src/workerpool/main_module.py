"""Functions of a program's ``__main__``: how a worker, which runs another one, gets at them.

As CPython's spawn: the program is imported under the name ``__mp_main__``, so that what stands
behind ``if __name__ == "__main__"`` doesn't run.
"""

from __future__ import annotations

import os
import sys
import types
from collections.abc import Iterable

from .tasks import MainModule

ALIAS = "__mp_main__"
_imported: MainModule | None = None
_importing = False
serving: str | None = None
"""The queue whose tasks this process is a worker for."""


class NotHere(ImportError):
    """The program of a Pool is where the Pool is, and not where its worker is."""


def here() -> MainModule:
    """This program's, as a worker with the same files finds it: a module's name, or a path from
    the working directory."""
    main = sys.modules.get("__main__")
    name = getattr(getattr(main, "__spec__", None), "name", None)
    if name is not None:
        # A package's __main__ runs whatever its name; as in CPython nothing is imported from it.
        return MainModule(None if name.endswith("__main__") else name, None)
    path = getattr(main, "__file__", None)
    if path is None:  # interactive
        return MainModule(None, None)
    absolute = os.path.abspath(path)
    inside = absolute.startswith(os.getcwd() + os.sep)
    return MainModule(None, os.path.relpath(absolute) if inside else absolute)


def import_from(main: MainModule) -> None:
    """Makes ``__main__`` here what it is there. NotHere when it isn't here."""
    global _imported, _importing
    if main in (_imported, MainModule(None, None), here()):
        return
    _importing = True
    try:
        module = _run(main)
    finally:
        _importing = False
    sys.modules["__main__"] = sys.modules[ALIAS] = module
    _imported = main


def is_named_in(pickled: Iterable[bytes]) -> bool:
    """Whether something pickled there is, or may be, of ``__main__``."""
    return any(b"__main__" in data or ALIAS.encode() in data for data in pickled)


def check_may_wait_for(queue: str) -> None:
    """Whether this process may give work to the workers of that queue. Not while it imports a
    program to find its functions (RuntimeError), nor as one of these workers (AssertionError, as of
    CPython's daemonic processes): workers would wait for one another."""
    if _importing:
        raise RuntimeError(
            "a worker imports this program to find its functions, and the program uses a Pool at "
            'once: put what only the program itself should do behind `if __name__ == "__main__":`'
        )
    assert queue != serving, (
        f"a task of a Pool can't use a Pool on its own queue, {queue}: its workers would wait for "
        "one another. Name another queue, and start workers for it"
    )


def _run(main: MainModule) -> types.ModuleType:
    import runpy

    module = types.ModuleType(ALIAS)
    if main.name is not None:
        if not _is_module(main.name):
            raise NotHere(f"the program {main.name} of the Pool is not here: no such module")
        content = runpy.run_module(main.name, run_name=ALIAS, alter_sys=True)
    else:
        path = os.path.abspath(main.path or "")
        if not os.path.exists(path):
            raise NotHere(
                f"the program {main.path} of the Pool is not here ({path}), and its own functions and "
                "classes neither: put them into a module that is, or the program into the workers' image"
            )
        folder = os.path.dirname(path)
        if folder not in sys.path:
            sys.path.insert(0, folder)
        content = runpy.run_path(path, run_name=ALIAS)
    module.__dict__.update(content)
    return module


def _is_module(name: str) -> bool:
    import importlib.util

    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # nor the package that it would be in
        return False
