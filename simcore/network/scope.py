"""What the expressions of a Network may speak of, and what its attributes measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from simcore.network.expressions.dimensions import Dimension, common
from simcore.network.expressions.faults import ExpressionError
from simcore.network.expressions.names import Names, Term
from simcore.network.expressions.parser import parse
from simcore.network.expressions.postfix import number
from simcore.network.findings import Where
from simcore.network.flow import each_step
from simcore.network.model import Network
from simcore.network.values import ByClass, Distribution, Value


def scope_of(network: Network) -> Names:
    """Return the names that the expressions of a Network may use.

    network: right or wrong. An attribute measures what the first value that tells it measures; one
    of which none does may be anything.
    """
    names = Names(
        network.attributes,
        network.classes,
        (*(r.name for r in network.resources), *(p.name for p in network.pools)),
        constants_of(network.constants),
    )
    assigned, known = list(assignments(network)), dict[str, Dimension]()
    while True:
        names = replace(names, dimensions=dict(known))
        for _, attribute, value in assigned:
            known[attribute] = common(known.get(attribute), measured(value, names))
        if known == names.dimensions:
            return names


def constants_of(texts: Mapping[str, str]) -> dict[str, Term]:
    """Return what each named constant stands for; one that cannot be read may be anything."""
    found = {}
    for name, text in texts.items():
        try:
            found[name] = parse(text, Names())
        except ExpressionError:
            found[name] = Term(number(1.0), None)
    return found


def assignments(network: Network) -> Iterator[tuple[Where, str, Value]]:
    """Yield every value that an attribute is given: where, the attribute, the value."""
    for source in network.sources:
        for name, value in source.values:
            yield ("sources", source.name, "values", name), name, value
    for where, step in each_step(network):
        for name, value in step.sets():
            yield (*where, step.word, name), name, value


def measured(value: Value, names: Names) -> Dimension:
    """Return what a value measures, None where that is not known."""
    if isinstance(value, ByClass):
        return common(*(measured(one, names) for one in value.values))
    if isinstance(value, Distribution):
        return value.dimension
    try:
        return parse(value.text, names).dimension
    except ExpressionError:
        return None
