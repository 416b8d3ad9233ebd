"""Run the benchmarks: all of them, or those named."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import click

from benchmarks import (
    crowd,
    events,
    memory,
    shaoxing,
    small,
    sparse,
    speed,
    startup,
    threads,
    unused,
)
from benchmarks.measure import show_environment

BENCHMARKS: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {  # whole, and smoke
    "speed": (partial(speed.measure, 1_000_000, 5), partial(speed.measure, 20_000, 1)),
    "events": (
        partial(events.measure, events.SIZES, 500_000, 5),
        partial(events.measure, events.SMOKE, 5_000, 1),
    ),
    "crowd": (
        partial(crowd.measure, crowd.SIZES, 1_000_000, 5),
        partial(crowd.measure, crowd.SMOKE, 5_000, 1),
    ),
    "unused": (partial(unused.measure, 1_000_000, 11), partial(unused.measure, 20_000, 1)),
    "small": (partial(small.measure, 100_000, 100, 11), partial(small.measure, 20_000, 5, 1)),
    "sparse": (partial(sparse.measure, 100, 11), partial(sparse.measure, 5, 1)),
    "memory": (
        partial(memory.measure, memory.FEW, memory.MANY),
        partial(memory.measure, *memory.SMOKE),
    ),
    "threads": (partial(threads.measure, 8, 200_000, 5), partial(threads.measure, 2, 2_000, 1)),
    "shaoxing": (
        partial(shaoxing.measure, 1.0, 0.01, None),
        partial(shaoxing.measure, 0.01, 0.001, 1.0),
    ),
    "startup": (partial(startup.measure, 3), partial(startup.measure, 1)),
}


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(BENCHMARKS)))
@click.option("--smoke", is_flag=True, help="Tiny sizes: only whether everything runs.")
def main(names: tuple[str, ...], smoke: bool) -> None:
    """Measure simcore against its peers. Without NAMES, everything: about ten minutes."""
    show_environment()
    for name in names or BENCHMARKS:
        BENCHMARKS[name][smoke]()


if __name__ == "__main__":
    main()
