"""Python's ``multiprocessing`` over a WorkerPool: ``import workerpool.multiprocessing as mp``."""

__version__ = "0.1.0"
