"""Validation errors in a planner's words: where, what was found, what would be right."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from simcore.errors import Problem
from simcore.scenario.faults.base import Fault, found
from simcore.scenario.files import paths
from simcore.scenario.files.paths import Path
from simcore.scenario.files.tree import Node
from simcore.text import Label, did_you_mean, nearest

Loc = tuple[str | int, ...]


def problems(error: ValidationError, tree: Node, model: type[BaseModel]) -> list[Problem]:
    """Return the problems of a validation error, each placed in its file.

    error: what pydantic raised. tree: where the values stand. model: the record validated.
    A key that is missing is not reported where a misspelt one stands for it.
    """
    found_problems: dict[tuple[Any, ...], Problem] = {}
    errors = error.errors(include_url=False)
    misspelt = {spelt for e in errors if (spelt := _meant(e["type"], e["loc"], model))}
    for details in errors:
        if details["type"] == "missing" and details["loc"] in misspelt:
            continue
        path, rest = follow(tree, details["loc"])
        absent = rest if details["type"] == "missing" else ()
        for f in _faults(dict(details), model, path):
            where = (*path, *map(str, f.keys))
            problem = place(tree, where, f.message, f.remedy, absent, f.on_key)
            found_problems.setdefault((problem.line, problem.column, problem.path), problem)
    return list(found_problems.values())


def _meant(kind: str, loc: Loc, model: type[BaseModel]) -> Loc | None:
    """Return where the key that an unknown one seems to mean would stand."""
    if kind != "extra_forbidden":
        return None
    keys = keys_of(record_at(model, tuple(map(str, loc[:-1]))))
    near = nearest(loc[-1], keys)
    return (*loc[:-1], near) if near else None


def follow(tree: Node, loc: Iterable[str | int]) -> tuple[Path, tuple[str, ...]]:
    """Return the part of a path that stands in the document, and what does not.

    tree: where the path begins. loc: keys and list indices; those that pydantic adds for the
    members of a union are passed over.
    """
    path: list[str] = []
    rest: list[str] = []
    node: Node | None = tree
    for segment in map(str, loc):
        inner = node.child(segment) if node else None
        if inner is None:
            rest.append(segment)
        else:
            node = inner
            path.append(segment)
    return tuple(path), tuple(rest)


def place(
    tree: Node,
    path: Path,
    message: Label,
    remedy: Label,
    missing: tuple[str, ...] = (),
    on_key: bool = False,
) -> Problem:
    """Return a problem at a path: at its value, or at its key where that is what is wrong.

    path: leads from the tree to the value; what does not stand there is cut off.
    missing: keys that are not there; then the place is that of the map that lacks them.
    on_key: the key is what is wrong. A value set by a layer other than a file is named by it.
    """
    node = tree
    for segment in path:
        inner = node.child(segment)
        if inner is None:
            break
        node = inner
    # a map or list begins on a line of its own, far from what its author reads
    at_key = missing or isinstance(node.value, dict | list)
    mark = node.key_mark if on_key or (at_key and not node.aliased) else node.mark
    return mark.problem(paths.join((*path, *missing[-1:])), message, remedy)


def _faults(details: dict[str, Any], model: type[BaseModel], path: Path) -> Iterator[Fault]:
    """Yield the faults of one error, at places relative to `path`."""
    context = details.get("ctx") or {}
    kind, value = details["type"], details["input"]
    if kind == "fault":
        yield from context["faults"]
    elif kind == "extra_forbidden":
        yield _unknown_key(model, path)
    elif kind == "missing":
        yield _missing(model, path, str(details["loc"][-1]))
    else:
        yield Fault(*_say(kind, value, context))


def _unknown_key(model: type[BaseModel], path: Path) -> Fault:
    key = path[-1] if path else ""
    record = record_at(model, path[:-1])
    layers = [] if path[:-1] else ["extends", "variants"]
    message = Label(f'unknown key "{key}"', f"未知的键“{key}”")
    return Fault(message, did_you_mean(key, [*keys_of(record), *layers]), on_key=True)


def _missing(model: type[BaseModel], path: Path, key: str) -> Fault:
    example = _example(record_at(model, path), key)
    remedy = Label(f"add {key}: {example}", f"请加上 {key}: {example}")
    return Fault(Label(f'"{key}" is missing', f"缺少“{key}”"), remedy)


def _example(record: type[BaseModel] | None, key: str) -> str:
    if record is None:
        return "..."
    schema = record.model_json_schema(by_alias=True)["properties"].get(key, {})
    example = next(iter(schema.get("examples", ())), schema.get("const", "..."))
    return str(example) if not isinstance(example, dict) else "..."


def keys_of(record: type[BaseModel] | None) -> list[str]:
    """Return the keys that a record takes, as YAML writes them; none for no record."""
    if record is None:
        return []
    return [field.alias or name for name, field in record.model_fields.items()]


def record_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """Return the record that a path leads to, by following the annotations.

    model: where the path begins. path: keys and list indices. None where no record stands there.
    """
    kinds: list[Any] = [model]
    for segment in path:
        kinds = [inner for kind in kinds for inner in _step_into(kind, segment)]
    return next((k for kind in kinds for k in _records(kind)), None)


def _records(kind: Any) -> Iterator[type[BaseModel]]:
    """Yield the records that an annotation may itself be."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    elif _is_wrapper(kind):
        for inner in typing.get_args(kind):
            yield from _records(inner)


def _step_into(kind: Any, segment: str) -> Iterator[Any]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if segment in (name, field.alias):
                yield field.annotation
    elif _is_wrapper(kind):
        for inner in typing.get_args(kind):
            yield from _step_into(inner, segment)
    elif typing.get_args(kind):
        yield typing.get_args(kind)[-1 if typing.get_origin(kind) is dict else 0]


def _is_wrapper(kind: Any) -> bool:
    """Return whether an annotation is a union or Annotated."""
    origin = typing.get_origin(kind)
    return origin is not None and origin not in (dict, list, tuple, set, frozenset)


Saying = Callable[[Any, dict[str, Any]], tuple[Label, Label]]


def _expected(what: Label, remedy: Label) -> Saying:
    def say(value: Any, context: dict[str, Any]) -> tuple[Label, Label]:
        has = found(value)
        return Label(f"{what.en} is expected, {has.en}", f"应为{what.zh}，{has.zh}"), remedy

    return say


def _one_of(value: Any, context: dict[str, Any]) -> tuple[Label, Label]:
    allowed = re.findall(r"'([^']*)'", str(context.get("expected", "")))
    has = found(value)
    message = Label(f"{has.en}, not one of the words here", f"{has.zh}，不是可用的词")
    return message, did_you_mean(value, allowed)


def _bound(value: Any, context: dict[str, Any]) -> tuple[Label, Label]:
    signs = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤", "min_length": "≥", "max_length": "≤"}
    limits = " ".join(f"{sign} {context[key]}" for key, sign in signs.items() if key in context)
    has = found(value)
    return (
        Label(f"{has.en}, out of range", f"{has.zh}，超出范围"),
        Label(f"it must be {limits}", f"必须 {limits}"),
    )


def _said(value: Any, context: dict[str, Any]) -> tuple[Label, Label]:
    text = str(context.get("error", "")) or found(value).en
    return Label(text, text), Label("change this value", "请修改此值")


_MAP = _expected(Label("a map", "映射"), Label("write key: value below it", "请在其下写 键: 值"))
_LIST = _expected(
    Label("a list", "列表"),
    Label("write - items below it, or [a, b]; one of those there is set by its number, from 0, or "
          "its id",
          "请用 - 逐项列出，或写 [a, b]；改动已有的一项时，用其序号（从 0 起）或 id"),
)  # fmt: skip
_TEXT = _expected(
    Label("a text", "文字"),
    Label("write a text, in quotes if it looks like a number", "请写文字；形似数字时加引号"),
)
_NUMBER = _expected(Label("a number", "数值"), Label("write a number", "请写数值"))
_TRUTH = _expected(
    Label("true or false", "true 或 false"), Label("write true or false", "请写 true 或 false")
)

_SAYINGS: tuple[tuple[str, Saying], ...] = (  # by how pydantic's error types begin
    ("literal_error", _one_of),
    ("enum", _one_of),
    ("string_too", _bound),
    ("too_", _bound),
    ("greater_than", _bound),
    ("less_than", _bound),
    ("model_", _MAP),
    ("dict_", _MAP),
    ("list_", _LIST),
    ("tuple_", _LIST),
    ("string_", _TEXT),
    ("int_", _NUMBER),
    ("float_", _NUMBER),
    ("finite_", _NUMBER),
    ("bool_", _TRUTH),
    ("value_error", _said),
    ("assertion_error", _said),
)


def _say(kind: str, value: Any, context: dict[str, Any]) -> tuple[Label, Label]:
    for start, saying in _SAYINGS:
        if kind.startswith(start):
            return saying(value, context)
    has = found(value)
    return Label(f"{has.en}, which does not fit here", f"{has.zh}，不适用于此处"), Label(
        "see simcore schema for what may stand here", "可用 simcore schema 查看此处允许的内容"
    )
