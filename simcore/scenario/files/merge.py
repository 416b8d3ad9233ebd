"""One tree laid over another: the later wins.

Maps merge key by key; lists and single values replace. A map that is a choice (one
distribution, a week of windows) replaces another such choice whole, and one way of arriving
replaces another.
"""

from __future__ import annotations

from dataclasses import replace

from simcore.scenario.files.paths import Path
from simcore.scenario.files.tree import Node
from simcore.scenario.network.arrivals import WAYS
from simcore.scenario.values import distribution
from simcore.scenario.values.weekly import is_window

_CHOICES = (frozenset(distribution.NAMES), frozenset(WAYS))


def merge(base: Node, top: Node) -> Node:
    """Return the tree `top` laid over the tree `base`; neither is changed."""
    if not isinstance(top.value, dict):
        return top
    if isinstance(base.value, list) and top.through:
        return _merge_items(base, top)
    if not isinstance(base.value, dict) or (not top.through and _is_other_choice(base, top)):
        return top
    merged = dict(base.value)
    for key, node in top.value.items():
        if key in merged:
            below = _one_way(merged[key], node) if key == "arrivals" else merged[key]
            node = merge(below, node)
        merged[key] = node
    # a map stands where it was last written, not where a path leads through it
    return replace(base if top.through else top, value=merged)


def _merge_items(base: Node, top: Node) -> Node:
    """Lay settings of single items, named by their index, over a list."""
    assert isinstance(base.value, list)
    assert isinstance(top.value, dict)
    items = list(base.value)
    for key, node in top.value.items():
        if not key.isdigit() or int(key) >= len(items):
            return top  # no such item: the whole is reported as not a list
        items[int(key)] = merge(items[int(key)], node)
    return replace(base, value=items)


def _one_way(base: Node, top: Node) -> Node:
    """Return `base` without its way of arriving, where `top` says another."""
    if not isinstance(base.value, dict) or not isinstance(top.value, dict) or top.through:
        return base
    if not top.value.keys() & set(WAYS):
        return base
    kept = {key: node for key, node in base.value.items() if key in top.value or key not in WAYS}
    return replace(base, value=kept)


def _is_other_choice(base: Node, top: Node) -> bool:
    old, new = dict(base.children()), dict(top.children())
    if old and new and all(map(is_window, [*old, *new])):
        return True
    one_each = len(old) == len(new) == 1
    return one_each and any({*old, *new} <= words for words in _CHOICES)


def nest(path: Path, leaf: Node) -> Node:
    """Return the tree that leads along `path` to `leaf` and holds nothing else."""
    for key in reversed(path):
        leaf = replace(leaf, value={key: leaf}, mark=leaf.key_mark, through=True)
    return leaf
