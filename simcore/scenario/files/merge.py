"""One tree laid over another: the later wins.

Maps merge key by key; lists and single values replace. A map that is a choice (one
distribution, a week of windows) replaces another such choice whole; one way of arriving
replaces another, and one word of a step another. A map of numbers (from 0) or ids lies over
single items of a list. `null` unsets what stands below it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from simcore.scenario.faults.base import fault
from simcore.scenario.faults.wording import too_deep
from simcore.scenario.files.paths import MAX_DEPTH, Path
from simcore.scenario.files.tree import Node
from simcore.scenario.network.arrivals import WAYS
from simcore.scenario.network.steps.step import KNOWN
from simcore.scenario.values import distribution
from simcore.scenario.values.weekly import is_window

_CHOICES = (frozenset(distribution.NAMES), frozenset(WAYS))


def merge(base: Node, top: Node) -> Node:
    """Return the tree `top` laid over the tree `base`; neither is changed.

    What is null stays in it, so that numbers of items go on to mean the same: see `unset`.
    """
    if not isinstance(top.value, dict):
        return top
    if isinstance(base.value, list) and top.value:
        return _merge_items(base, top)
    if not isinstance(base.value, dict) or (not top.through and _is_other_choice(base, top)):
        return top
    merged = dict(base.value)
    for key, node in top.value.items():
        if key in merged:
            below = _only(WAYS, merged[key], node) if key == "arrivals" else merged[key]
            node = merge(below, node)
        merged[key] = node
    # a map stands where it was last written, not where a path leads through it
    return replace(base if top.through else top, value=merged)


def unset(node: Node) -> Node:
    """Return a tree without the keys, and without the items of lists, that are null."""
    value = node.value
    if isinstance(value, dict):
        value = {key: unset(child) for key, child in value.items() if child.value is not None}
    elif isinstance(value, list):
        value = [unset(child) for child in value if child.value is not None]
    return replace(node, value=value)


def _merge_items(base: Node, top: Node) -> Node:
    """Lay what is said of single items, named by their number or id, over a list."""
    assert isinstance(base.value, list)
    assert isinstance(top.value, dict)
    items = list(base.value)
    for key, node in top.value.items():
        k = _item(items, key)
        if k is None:
            return top  # no such item: the whole is reported as not a list
        items[k] = merge(_only(KNOWN, items[k], node), node)
    return replace(base, value=items)


def _item(items: list[Node], key: str) -> int | None:
    """Return which item a key names: by number, or as a step by its id; None for none."""
    if key.isdigit():
        return int(key) if int(key) < len(items) else None
    ids = (item.child("id") for item in items)
    return next((k for k, id_ in enumerate(ids) if id_ is not None and id_.value == key), None)


def _only(words: Collection[str], base: Node, top: Node) -> Node:
    """Return `base` without those of the words, of which there is one, that `top` replaces."""
    if not isinstance(base.value, dict) or not isinstance(top.value, dict) or top.through:
        return base
    if not any(word in words for word in top.value):
        return base
    kept = {key: node for key, node in base.value.items() if key in top.value or key not in words}
    return replace(base, value=kept)


def _is_other_choice(base: Node, top: Node) -> bool:
    old, new = ({k for k, node in tree.children() if node.value is not None}
                for tree in (base, top))  # fmt: skip
    if old and new and all(map(is_window, old | new)):
        return True
    one_each = len(old) == len(new) == 1
    return one_each and any(old | new <= words for words in _CHOICES)


def nest(path: Path, leaf: Node) -> Node:
    """Return the tree that leads along `path` to `leaf` and holds nothing else.

    Raises a fault where the path is too long.
    """
    if len(path) > MAX_DEPTH:
        raise fault(*too_deep(MAX_DEPTH))
    for key in reversed(path):
        leaf = replace(leaf, value={key: leaf}, mark=leaf.key_mark, through=True)
    return leaf
