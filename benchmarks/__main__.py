"""Run the benchmarks: all of them, or those named."""

from __future__ import annotations

import click

from benchmarks import shaoxing, speed, startup
from benchmarks.measure import show_environment

NAMES = ("speed", "shaoxing", "startup")


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(NAMES))
@click.option("--smoke", is_flag=True, help="Tiny sizes: only whether everything runs.")
def main(names: tuple[str, ...], smoke: bool) -> None:
    """Measure simcore against its peers. Without NAMES, everything: about eight minutes."""
    show_environment()
    for name in names or NAMES:
        if name == "speed":
            speed.measure(*((20_000, 2_000, 1) if smoke else (1_000_000, 100_000, 5)))
        elif name == "shaoxing":
            shaoxing.measure(*((0.01, 0.001, 1.0) if smoke else (1.0, 0.01, None)))
        else:
            startup.measure(1 if smoke else 3)


if __name__ == "__main__":
    main()
