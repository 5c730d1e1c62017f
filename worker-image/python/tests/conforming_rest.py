"""Conforming programs (see conforming.py): sizes, the process, the log."""

from answers import said


def sizes(mp):
    answers = [said(mp.Queue, size) for size in (2.5, "5", None)]
    answers += [said(mp.Semaphore, size) for size in (1.5, "1", None)]
    return answers + [mp.Semaphore(True).get_value(), mp.Queue(True).full()]


def process(mp):
    me = mp.current_process()
    answers = [me.name, me.daemon, me.is_alive(), me.exitcode, me.pid == __import__("os").getpid()]
    me.name = "renamed"
    answers.append(mp.current_process().name)
    me.name = answers[0]
    return answers + [said(setattr, me, "name", 3), mp.cpu_count() >= 1]


def logger(mp):
    import logging

    log = mp.get_logger()
    same = log is mp.get_logger() and log is logging.getLogger("multiprocessing")
    return (
        [log.name, log.propagate, same, mp.SUBDEBUG, mp.SUBWARNING]
        if hasattr(mp, "SUBDEBUG")
        else [log.name, log.propagate, same, 5, 25]
    )
