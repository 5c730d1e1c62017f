"""What calls answer, as text: for programs that are compared."""

import threading

KINDS = frozenset(
    "Empty Full BrokenBarrierError AssertionError TimeoutError ValueError TypeError KeyError StopIteration".split()
)


def said(call, *args, **kwargs):
    """What a call gives, or the exception it raises, as text."""
    try:
        return repr(call(*args, **kwargs))
    except Exception as e:
        names = {kind.__name__ for kind in type(e).__mro__}
        return " or ".join(sorted(names & KINDS))


def in_threads(count, call):
    """Sorted answers of as many threads."""
    answers = []
    threads = [
        threading.Thread(target=lambda n=n: answers.append(said(call, n)), daemon=True)
        for n in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return sorted(answers)
