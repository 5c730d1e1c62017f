"""Small programs in the words of ``multiprocessing``, each a function of the module ``mp``.

They are run against CPython's and against ours, and must answer the same. What they answer is made of
plain values and of the names of exceptions. One module a theme: the public functions whose only
argument is ``mp``.
"""

import conforming_locks
import conforming_pools
import conforming_queues
import conforming_rest
import conforming_signals


PROGRAMS = [
    found
    for module in (
        conforming_queues,
        conforming_locks,
        conforming_rest,
        conforming_signals,
        conforming_pools,
    )
    for name, found in sorted(vars(module).items())
    if callable(found)
    and getattr(found, "__module__", None) == module.__name__
    and found.__code__.co_varnames[: found.__code__.co_argcount] == ("mp",)
]
