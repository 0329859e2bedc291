"""Typed records as what JSON can hold, and back: field by field, for the report and the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from validators.records.results import (
    DeclarationRecord,
    EvaluationRecord,
    FormRecord,
    MonitoringRecord,
)
from workbooks.form_kinds import ByKind

Json = dict[str, Any]
T = TypeVar("T")

FORM_RECORDS: ByKind[type[FormRecord]] = {
    "SelfEvaluation": EvaluationRecord,
    "TargetDeclaration": DeclarationRecord,
    "DepartmentEvaluation": EvaluationRecord,
    "DepartmentDeclaration": DeclarationRecord,
    "MonitoringReport": MonitoringRecord,
}
"""The record of each kind of form."""


def encoded(record: Any) -> Json:
    """A record as an object; what has a default is left out where it says no more than that.

    >>> from validators.records.results import CellRecord
    >>> encoded(CellRecord("A1", "少 2 分。", {"difference": "2"}))
    {'cell': 'A1', 'message': '少 2 分。', 'facts': {'difference': '2'}}
    """
    found = {}
    for (name, default), value in zip(_defaults(record.__class__), record, strict=True):
        if value is not default and value != default:
            found[name] = value if value.__class__ in _PLAIN else _plain(value)
    return found


_PLAIN = frozenset({str, int, bool})
_NONE = object()


@cache
def _defaults(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    """The fields of a record, each with its default, or with what nothing is equal to."""
    return tuple((name, kind._field_defaults.get(name, _NONE)) for name in kind._fields)


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
    return kind(**{name: readers[name](value) for name, value in told.items()})


@cache
def _readers(kind: type[Any]) -> Mapping[str, Callable[[Any], Any]]:
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


def _reader(hint: Any) -> Callable[[Any], Any]:
    """What makes a value of a type of what JSON holds of it."""
    if hint == FormRecord:
        return lambda told: decoded(FORM_RECORDS[told["form"]], told)  # type: ignore[literal-required]
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
