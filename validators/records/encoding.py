"""Typed records as what JSON can hold, and back: field by field, for the report and the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from validators.records.results import (
    DeclaredRecord,
    EvaluatedRecord,
    FormRecord,
    MonitoredRecord,
    OwnRecord,
)
from workbooks.form_kinds import ByKind

Json = dict[str, Any]
T = TypeVar("T")

OWN_RECORDS: ByKind[type[OwnRecord]] = {
    "SelfEvaluation": EvaluatedRecord,
    "TargetDeclaration": DeclaredRecord,
    "DepartmentEvaluation": EvaluatedRecord,
    "DepartmentDeclaration": DeclaredRecord,
    "MonitoringReport": MonitoredRecord,
}
"""What each kind of form has of its own."""


def encoded(record: Any) -> Json:
    """A record as an object; what has a default is left out where it says no more than that.

    >>> from validators.records.results import CellRecord
    >>> encoded(CellRecord("A1", "少 2 分。", {"difference": "2"}))
    {'cell': 'A1', 'message': '少 2 分。', 'facts': {'difference': '2'}}
    """
    needed, optional, defaults, inner = _plan(record.__class__)
    told = dict(zip(needed, record, strict=False))
    if optional:
        more = record[len(needed) :]
        if more != defaults:
            for name, value, default in zip(optional, more, defaults, strict=True):
                if value != default:
                    told[name] = value
    for name in inner:
        if (value := told.get(name)) is not None:
            told[name] = _plain(value)
    return _in_order(told) if record.__class__ is FormRecord else told


def _in_order(form: Json) -> Json:
    """A form with what its kind has of its own among the rest: money, scores, and what is left."""
    own: Json = form["own"]
    told: Json = {}
    for name, value in form.items():
        if name == "own":
            told["funding"] = own.pop("funding")
        else:
            told[name] = value
        if name == "parts":
            told |= {"total": own.pop("total"), "rating": own.pop("rating")}
    return told | own


_Plan = tuple[tuple[str, ...], tuple[str, ...], tuple[Any, ...], tuple[str, ...]]


@cache
def _plan(kind: type[Any]) -> _Plan:
    """The fields that are always told; the others, and their defaults; those with more inside."""
    names, defaults = kind._fields, kind._field_defaults
    at = len(names) - len(defaults)
    inner = (name for name in names if kind.__annotations__[name] not in _AS_IT_IS)
    return names[:at], names[at:], tuple(defaults.values()), tuple(inner)


_AS_IT_IS = frozenset({"str", "int", "bool", "str | None", "int | None", "bool | None", "None"})
_PLAIN = frozenset({str, int, bool, dict})


def _plain(value: Any) -> Any:
    if value is None or value.__class__ in _PLAIN:
        return value
    if value.__class__ is tuple:
        return [_plain(part) for part in value]
    if hasattr(value, "_fields"):
        return encoded(value)
    return value.value if isinstance(value, StrEnum) else value


def decoded(kind: type[T], told: Json) -> T:
    """The record that `encoded` was given.

    >>> from validators.records.results import CellRecord
    >>> decoded(CellRecord, {"cell": "A1", "message": "少 2 分。", "facts": {"difference": "2"}})
    CellRecord(cell='A1', message='少 2 分。', facts={'difference': '2'})
    """
    readers = _readers(cast(Any, kind))
    if kind is FormRecord:
        own = cast("Mapping[str, type[OwnRecord]]", OWN_RECORDS)[told["form"]]
        mine = {name: told[name] for name in own._fields if name in told}
        rest = {name: value for name, value in told.items() if name not in mine}
        told = {name: readers[name](value) for name, value in rest.items()}
        made: T = cast("Any", kind)(**told, own=decoded(own, mine))
        return made
    return kind(**{name: readers[name](value) for name, value in told.items()})


@cache
def _readers(kind: type[Any]) -> Mapping[str, Callable[[Any], Any]]:
    hints = get_type_hints(kind)
    return {name: _reader(hint) for name, hint in hints.items() if name != "own"}


def _reader(hint: Any) -> Callable[[Any], Any]:
    """What makes a value of a type of what JSON holds of it."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        part = _reader(arguments[0])
        return lambda told: tuple(map(part, told))
    if origin in (Union, UnionType):
        (kind,) = (one for one in arguments if one is not type(None))
        some = _reader(kind)
        return lambda told: None if told is None else some(told)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    if hasattr(hint, "_fields"):
        return lambda told: decoded(hint, told)
    return lambda told: told
