"""Typed records as what JSON can hold, and back: field by field, for the report and the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from validators.records.results import DeclarationRecord, EvaluationRecord, FormRecord
from workbooks.form_kinds import ByKind

Json = dict[str, Any]
T = TypeVar("T")

FORM_RECORDS: ByKind[type[FormRecord]] = {
    "SelfEvaluation": EvaluationRecord,
    "TargetDeclaration": DeclarationRecord,
}
"""The record of each kind of form."""


def encoded(record: Any) -> Json:
    """A record as an object; what has a default is left out where it says no more than that.

    >>> from validators.records.results import CellRecord
    >>> encoded(CellRecord("A1", {"difference": "2"}))
    {'cell': 'A1', 'facts': {'difference': '2'}}
    """
    told = {}
    for name, default in _fields(record.__class__):
        value = getattr(record, name)
        if default is MISSING or value != default:
            told[name] = _plain(value)
    return told


def _plain(value: Any) -> Any:
    if value is None or value.__class__ in (str, int, bool):  # nearly always
        return value
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, StrEnum):
        return value.value
    return encoded(value) if is_dataclass(value) else value


@cache
def _fields(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in fields(kind))


def decoded(kind: type[T], told: Json) -> T:
    """The record that `encoded` was given.

    >>> from validators.records.results import CellRecord
    >>> decoded(CellRecord, {"cell": "A1", "facts": {"difference": "2"}})
    CellRecord(cell='A1', facts={'difference': '2'})
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
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda told: decoded(hint, told)
    return lambda told: told
