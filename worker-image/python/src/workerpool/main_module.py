"""Functions of a program's ``__main__``: how a worker, which runs another one, gets at them.

As CPython's spawn: the program is imported under the name ``__mp_main__``, so that what stands
behind ``if __name__ == "__main__"`` doesn't run.
"""

from __future__ import annotations

import os
import sys
import types

from .tasks import MainModule

ALIAS = "__mp_main__"
_imported: MainModule | None = None


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
    """Makes ``__main__`` here what it is there. ImportError when it isn't here."""
    global _imported
    if main in (_imported, MainModule(None, None), here()):
        return
    import runpy

    module = types.ModuleType(ALIAS)
    if main.name is not None:
        content = runpy.run_module(main.name, run_name=ALIAS, alter_sys=True)
    else:
        path = os.path.abspath(main.path or "")
        if not os.path.exists(path):
            raise ImportError(f"the program {main.path} of the Pool is not here ({path})")
        folder = os.path.dirname(path)
        if folder not in sys.path:
            sys.path.insert(0, folder)
        content = runpy.run_path(path, run_name=ALIAS)
    module.__dict__.update(content)
    sys.modules["__main__"] = sys.modules[ALIAS] = module
    _imported = main
