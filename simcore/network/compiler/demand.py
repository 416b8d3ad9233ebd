"""Sources as records: patients of every kind, and the breakdowns that come after them."""

from __future__ import annotations

from typing import Any

from simcore.engine import program_records as engine
from simcore.engine.memory import records
from simcore.engine.program import Records
from simcore.engine.records import FOREVER, NONE
from simcore.engine.rules import Arrivals
from simcore.network.compiler.names import places_by_name, stable_keys
from simcore.network.compiler.pathways import Entries
from simcore.network.compiler.rows import Rows
from simcore.network.dated_calendar import DatedCalendar
from simcore.network.model import Network
from simcore.network.sources import Population, Renewal, Source, Trace
from simcore.network.steps.routing import cumulative
from simcore.network.timetable import weekly
from simcore.time_units import MINUTES_PER_WEEK

WITHOUT_END = 2**62


def source_records(
    network: Network,
    rows: Rows,
    entries: Entries,
    dated: DatedCalendar | None,
    minute: float,
    warmup: float,
) -> Records:
    """Return one record for each source, then one for each breakdown."""
    keys = stable_keys(s.name for s in network.sources)
    places = places_by_name(s.name for s in network.sources)
    sources = records(len(network.sources) + len(entries.breakdowns), engine.Source)
    sources.bulk = NONE
    sources.limit = WITHOUT_END
    for k, source in enumerate(network.sources):
        record = sources[k]
        record.key, record.place = keys[source.name], places[source.name]
        record.entry = entries.sources[k]
        if isinstance(source.priority, int):  # else it is settled on arrival
            record.rank = rows.rank(source.priority)
        share = dict(source.mix)
        mix = cumulative([share.get(name, 0.0) for name in network.classes])
        record.mix = rows.table.add([len(mix), *mix])
        _fill_rate(record, source, rows, dated, minute)
        _fill_process(record, source, rows, warmup)
    own = stable_keys(key for key, _ in entries.breakdowns)
    places = places_by_name(key for key, _ in entries.breakdowns)
    for k, (key, entry) in enumerate(entries.breakdowns, len(network.sources)):
        record = sources[k]
        record.key, record.entry = own[key], entry
        record.place = len(network.sources) + places[key]
        record.kind, record.limit = Arrivals.POPULATION, 1
        record.mix = rows.table.add([1.0, 1.0])
    return sources


def _fill_rate(
    record: Any, source: Source, rows: Rows, dated: DatedCalendar | None, minute: float
) -> None:
    if dated:
        pieces, record.cycle = dated.rate(source), FOREVER
    else:
        profile = weekly(source.rate)
        pieces, record.cycle = profile.pieces, MINUTES_PER_WEEK
        record.week = -minute
        record.piece = profile.index(minute)
    if not any(rate > 0.0 for _, rate in pieces):
        pieces, record.piece = ((0.0, 0.0),), 0  # zeros alone would be searched for ever
    record.rate = rows.table.add(x for piece in pieces for x in piece)
    record.n = len(pieces)


def _fill_process(record: Any, source: Source, rows: Rows, warmup: float) -> None:
    """Say how patients come, where it is not one by one and without end."""
    if source.limit is not None:
        record.limit, record.kind = source.limit, Arrivals.BULK
    if source.size is not None:
        record.bulk, record.kind = rows.law(source.size), Arrivals.BULK
    match source.process:
        case Renewal(gap):
            record.kind, record.law = Arrivals.RENEWAL, rows.law(gap)
        case Trace(minutes):
            record.kind, record.n = Arrivals.TRACE, len(minutes)
            record.rate = rows.table.add(warmup + minute for minute in minutes)
        case Population(size):
            record.kind, record.limit = Arrivals.POPULATION, size
