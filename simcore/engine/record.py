"""How a record of the engine is declared: once, as a class whose fields have types.

The annotation of a field says what the type checker sees (a number), how the number is stored,
what an index points into, and whether it is state of a run or a parameter of its Program. From the
class follow the numpy dtype, the type that kernels are checked against, what a saved state and a
branch keep, which of its numbers may be trusted, and the layout's digest.

>>> class Bed(Record):
...     ward: i4
...     since: Live[f8]
>>> Bed.dtype
dtype([('ward', '<i4'), ('since', '<f8')])
>>> Bed.live
('since',)
>>> Bed(ward=3).since
0
"""

from __future__ import annotations

import inspect
import sys
from dataclasses import dataclass, fields
from typing import (
    Annotated,
    Any,
    ClassVar,
    Generic,
    TypeVar,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

import numpy as np

T = TypeVar("T")
R = TypeVar("R", bound="Record")

u2 = Annotated[int, np.dtype("u2")]
u4 = Annotated[int, np.dtype("u4")]
u8 = Annotated[int, np.dtype("u8")]
i4 = Annotated[int, np.dtype("i4")]
i8 = Annotated[int, np.dtype("i8")]
f8 = Annotated[float, np.dtype("f8")]

OF_NUMPY = frozenset(dir(np.record))  # names that are not a field's where Python plays a kernel
LIVE = "live"


@dataclass(frozen=True)
class Within:
    """What an index is one of; `records.NONE` is none of them.

    what: the name of an array of the state, or of a count of the Program.
    or_none: whether it may be NONE.
    """

    what: str
    or_none: bool = True


Live = Annotated[T, LIVE]  # state of a run: a branch keeps it, whatever its Program says


@dataclass_transform(kw_only_default=True)
class Record:
    """What one row of an array holds; numbers that are not given are 0.

    dtype: of the array. live: names of the fields that are state of a run; the others are
    parameters of its Program. indices: what the fields that are indices point into. elements: the
    record in each row of an array, by the name of the field that says where the array is. `size`,
    where given, is that of a row in bytes, and of the rows of derived classes.
    """

    dtype: ClassVar[np.dtype[Any]]
    live: ClassVar[tuple[str, ...]]
    indices: ClassVar[dict[str, Within]]
    elements: ClassVar[dict[str, type[Record]]]
    row_size: ClassVar[int] = 0  # bytes; 0: as many as the fields take
    shared: ClassVar[int] = 0  # fields that all records of that size begin with

    def __init_subclass__(cls, size: int = 0, **options: Any) -> None:
        super().__init_subclass__(**options)
        for name, annotation in inspect.get_annotations(cls).items():
            if not hasattr(cls, name) and "ClassVar" not in str(annotation):
                setattr(cls, name, 0)
        dataclass(kw_only=True, eq=False)(cls)
        hints = get_type_hints(cls, vars(sys.modules[cls.__module__]) | globals(), None, True)
        declared = {f.name: hints[f.name] for f in fields(cls)}  # type: ignore[arg-type]
        if hidden := declared.keys() & OF_NUMPY:
            raise TypeError(f"{cls.__name__}: what Python plays cannot see {sorted(hidden)}")
        stored = [(name, _stored(hint)) for name, hint in declared.items()]
        if size:
            cls.row_size, cls.shared = size, len(stored)
        cls.dtype = np.dtype(stored)
        if cls.row_size:
            cls.dtype = _laid_out(stored, cls.row_size, cls.shared)
        cls.live = tuple(n for n, hint in declared.items() if LIVE in get_args(hint)[1:])
        cls.indices = {
            name: x for name, hint in declared.items() for x in get_args(hint) if type(x) is Within
        }
        arrays = {name: _array(hint) for name, hint in declared.items()}
        cls.elements = {name: get_args(a)[0] for name, a in arrays.items() if a is not None}

    @classmethod
    def of(cls: type[R], values: tuple[Any, ...]) -> R:
        """Return the record that holds these numbers, one for each field of `dtype`."""
        record = cls.__new__(cls)
        record.__dict__.update(zip(cls.dtype.names or (), values, strict=True))
        return record

    def numbers(self) -> tuple[Any, ...]:
        """Return the numbers of the fields, in the order of `dtype`."""
        return tuple(getattr(self, name) for name in self.dtype.names or ())


def _stored(hint: Any) -> np.dtype[Any]:
    """Return how a field of this type is stored."""
    array = _array(hint)
    if array is None:
        return next(x for x in get_args(hint) if isinstance(x, np.dtype))
    stored: np.dtype[Any] = get_origin(array).dtype
    return stored


def _array(hint: Any) -> Any:
    """Return `Rows[R]` or `Table[R]` where a field says where an array is, else None."""
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    origin = get_origin(hint)
    return hint if isinstance(origin, type) and issubclass(origin, Record) else None


def _laid_out(stored: list[tuple[str, np.dtype[Any]]], size: int, shared: int) -> np.dtype[Any]:
    """Return the dtype of rows `size` bytes apart, the first `shared` fields at their end.

    At the beginning, numba would take a record for a kind of any whose fields are its first, and
    warn of it at each call.
    """
    own, common = np.dtype(stored[shared:]), np.dtype(stored[:shared])
    gap = size - common.itemsize
    assert own.itemsize <= gap
    offsets = [dtype.fields[n][1] + start for dtype, start in ((common, gap), (own, 0))
               for n in dtype.names or () if dtype.fields]  # fmt: skip
    names, formats = zip(*stored, strict=True)
    return np.dtype({"names": names, "formats": formats, "offsets": offsets, "itemsize": size})


class Rows(Record, Generic[R]):
    """Where an array of records R is: the address of its first row, and how many there are."""

    address: i8
    n: i8


class Table(Record, Generic[R]):
    """Where an array with two indices is, row by row: `columns` records R in each row."""

    address: i8
    n: i8  # in all
    columns: i8
