"""Work on several threads, which Ctrl-C ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

T = TypeVar("T")
Progress = Callable[[int, float], None]  # replication, minutes simulated
WAKES = 0.25  # seconds between the moments at which Ctrl-C is answered


class Stopped(Exception):
    """Raised inside a replication to end it."""


def on_threads(
    work: Callable[[int, Progress], T], n: int, jobs: int, progress: Progress | None
) -> list[T]:
    """Do work for 0, 1, ... on threads, so that Ctrl-C here ends all within a second.

    work: gets its number, and the function that it must call several times a second.
    n: how often to do it.
    jobs: threads.
    progress: is called with what the work calls that function with, from any of the threads.
    Returns what came of each, by number. Raises KeyboardInterrupt, and what the first of them or
    `progress` raised, which ends all others.
    """
    stop = threading.Event()

    def report(number: int, now: float) -> None:
        if stop.is_set():
            raise Stopped
        if progress:
            progress(number, now)

    with ThreadPoolExecutor(max_workers=jobs) as pool:
        futures = [pool.submit(work, number, report) for number in range(n)]
        try:
            return [_result(future) for future in futures]
        except BaseException:
            for future in futures:
                future.cancel()
            stop.set()
            raise


def _result(future: Future[T]) -> T:
    while not future.done():
        wait([future], timeout=WAKES)  # one without a timeout cannot be interrupted
    return future.result()
