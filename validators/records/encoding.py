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
from workbooks.values.named_tuple import NamedTuple

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
    plan = _plan(record.__class__)
    told = dict(zip(plan.needed, record, strict=False))
    more = record[len(plan.needed) :]
    if more != plan.defaults:
        for name, value, default in zip(plan.optional, more, plan.defaults, strict=True):
            if value != default:
                told[name] = value
    for name in plan.made_of_more:
        value = told.get(name)
        if value is not None:
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


class _Plan(NamedTuple):
    """The fields of a record: those that are always told, and the others with their defaults.

    `made_of_more` are those which JSON does not hold as they are.
    """

    needed: tuple[str, ...]
    optional: tuple[str, ...]
    defaults: tuple[Any, ...]
    made_of_more: tuple[str, ...]


_AS_IT_IS = frozenset({"str", "int", "bool", "str | None", "int | None", "bool | None", "None"})


@cache
def _plan(kind: type[Any]) -> _Plan:
    names, defaults = kind._fields, kind._field_defaults
    needed = names[: len(names) - len(defaults)]
    made_of_more = (n for n in names if kind.__annotations__[n] not in _AS_IT_IS)
    return _Plan(needed, names[len(needed) :], tuple(defaults.values()), tuple(made_of_more))


_PLAIN = frozenset({str, int, bool, dict})


def _plain(value: Any) -> Any:
    if value is None or value.__class__ in _PLAIN:
        return value
    if hasattr(value, "_fields"):
        return encoded(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
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
