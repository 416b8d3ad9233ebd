"""Work that Ctrl-C ends, though it is done on another thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from simcore.experiments.replicate import Progress

T = TypeVar("T")
WAKES = 0.25  # seconds between the moments at which Ctrl-C is answered


class Stopped(Exception):
    """Raised inside a replication to end it."""


def interruptible(work: Callable[[Progress], T], progress: Progress) -> T:
    """Do work on a thread, so that Ctrl-C here ends it within a second.

    work: gets the function that it must call several times a second; it returns the result.
    progress: is called with what the work calls that function with.
    Raises KeyboardInterrupt, and what the work or `progress` raises, which ends the work too.
    """
    stop = threading.Event()

    def report(replication: int, now: float) -> None:
        if stop.is_set():
            raise Stopped
        progress(replication, now)

    with ThreadPoolExecutor(max_workers=1) as pool:
        future = pool.submit(work, report)
        try:
            while not future.done():
                wait([future], timeout=WAKES)  # one without a timeout cannot be interrupted
            return future.result()
        except BaseException:
            stop.set()
            raise
