import logging
import sys

import workerpool.multiprocessing as mp


def worker():
    logger = mp.get_logger()
    logger.info("doing some work")
    logger.debug("nobody asked for this")
    logger.warning("done")


if __name__ == "__main__":
    if sys.argv[1:] == ["quiet"]:
        mp.log_to_stderr(logging.WARNING)
    worker()
