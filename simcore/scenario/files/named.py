"""Things of a scenario found by what people call them: `areas.越城区` is `areas.yuecheng`.

Where the things of a map have names, a path that leads into one of them must find it: it makes
no new one.
"""

from __future__ import annotations

from collections.abc import Iterator

from simcore.errors import Problem
from simcore.scenario.faults.base import fault
from simcore.scenario.files.paths import Path, join
from simcore.scenario.files.tree import Node
from simcore.text import Label, did_you_mean

ONLY_IN_FILES = ("extends", "variants")  # read before variants and settings


def addressed(tree: Node, layer: Node, *, within: bool = False) -> Node:
    """Return a layer of one path with the tree's own keys in it.

    tree: what it will be laid over. layer: as `merge.nest` makes it.
    within: the tree is a part of a scenario.
    Raises a fault where the path leads into a thing that is not there, or that is not the only one
    of its name, or sets what only a file can.
    """
    if not layer.through or not isinstance(layer.value, dict):
        return layer
    [(key, node)] = layer.value.items()
    if not within and key in ONLY_IN_FILES:
        raise fault(
            Label(f'"{key}" can only be said in a file', f"“{key}”只能写在文件中"),
            Label("write a file that extends this one", "请另写一个继承此文件的文件"),
        )
    if tree.child(key) is None:
        key = own_key(tree, key, leads_on=node.through)
    below = tree.child(key)
    if below is not None:
        node = addressed(below, node, within=True)
    return Node({key: node}, layer.mark, layer.key_mark, layer.layer, through=True)


def same_names(tree: Node, path: Path = ()) -> Iterator[Problem]:
    """Yield each thing whose key is what another thing beside it is called."""
    called = {name: own for own, thing in tree.children() for name in _names(thing)}
    for key, thing in tree.children():
        other = called.get(key, key)
        if other != key:
            message = Label(f'"{other}" is called "{key}" too', f"“{other}”也名为“{key}”")
            remedy = Label(
                f'write "{other}" where that one is meant; give this one another key',
                f"若指该项请写“{other}”；否则请换一个键",
            )
            yield thing.key_mark.problem(join((*path, key)), message, remedy)
        yield from same_names(thing, (*path, key))


def own_key(tree: Node, key: str, *, leads_on: bool) -> str:
    """Return the key of the thing that is called so, or the same where it is none that is.

    tree: the map of things. leads_on: whether a path goes on below it.
    Raises a fault where more than one is called so, or a path would go on below nothing.
    """
    names = {own: set(_names(thing)) for own, thing in tree.children()}
    found = [own for own, called in names.items() if key in called]
    if len(found) == 1:
        return found[0]
    if found:
        keys = ", ".join(found)
        raise fault(
            Label(f'more than one is called "{key}"', f"不止一项名为“{key}”"),
            Label(f"write the key of the one that is meant: {keys}", f"请写所指之项的键：{keys}"),
        )
    if leads_on and any(names.values()):
        called = set[str]().union(*names.values())
        foreign = [name for name in called if not name.isascii()]
        known = names if key.isascii() or not foreign else foreign
        raise fault(
            Label(f'there is no "{key}" here', f"此处没有“{key}”"),
            did_you_mean(key, known, also=called),
        )
    return key


def _names(thing: Node) -> Iterator[str]:
    """Yield what a thing is called, in each language."""
    name = thing.child("name")
    for node in () if name is None else (name, *(child for _, child in name.children())):
        if isinstance(node.value, str):
            yield node.value
