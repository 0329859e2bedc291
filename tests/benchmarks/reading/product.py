"""The product's public door: a workbook -> what it says of it, as plainly as it can be had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from validators.checking.check_file import CheckedForm, Choice, check_file
from validators.records.file_data import file_data
from workbooks.forms import every_cell

_KNOWN = ("form", "edition", "unreadable")


@dataclass(frozen=True, slots=True)
class Told:
    """One form as read, with what was said of it besides."""

    form: Any
    unreadable: frozenset[str]
    errors: tuple[str, ...]
    account: frozenset[str] | None
    unread: frozenset[str]
    words: str
    unchecked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a workbook."""

    forms: tuple[Told, ...]
    refusal: str
    crashed: bool


def outcome(path: Path) -> Outcome:
    """Opens, reads and judges one workbook."""
    result = check_file(path, Choice())
    data = file_data(result)
    pairs = zip(result.forms, data["forms"], strict=True)
    told = tuple(_told(form, said) for form, said in pairs)
    crashed = bool(result.faults) or (result.refusal is not None and "crash" in str(result.refusal))
    return Outcome(told, result.refusal.message if result.refusal else "", crashed)


def _told(checked: CheckedForm, said: dict[str, Any]) -> Told:
    reading = checked.reading
    unreadable = frozenset(cell.address for cell in reading.unreadable)
    errors = tuple(
        f"{one['code']} {one['cell']} {one['message']}"
        for one in said["findings"]
        if one["severity"] == "error"
    )
    more = {f.name: getattr(reading, f.name) for f in fields(reading) if f.name not in _KNOWN}
    unchecked = frozenset(skip["code"] for skip in said["skips"])
    account, words = _account(checked), str((more, said["skips"]))
    return Told(reading.form, unreadable, errors, *account, words, unchecked)


def _account(checked: CheckedForm) -> tuple[frozenset[str] | None, frozenset[str]]:
    """Addresses of all cells that the product accounts for, and of those it calls unread.

    None while it offers no account. Whatever it is called, it is a sequence of records with an
    `address`, on the reading; an unread one says so by its role, reason or class.
    """
    account = getattr(checked.reading, "account", None)
    if account is None:
        return None, frozenset()
    entries = list(_entries(account))
    unread = {one.address for one in entries if "unread" in repr(one).lower()}
    return frozenset(one.address for one in entries), frozenset(unread)


def _entries(account: Any) -> Iterator[Any]:
    """The records of an account, wherever it keeps them."""
    if hasattr(account, "address"):
        yield account
    elif isinstance(account, dict):
        yield from (one for value in account.values() for one in _entries(value))
    elif isinstance(account, (list, tuple, set, frozenset)):
        yield from (one for value in account for one in _entries(value))
    else:
        for part in fields(account):
            value = getattr(account, part.name)
            if not isinstance(value, (str, int, float, bool, type(None))):
                yield from _entries(value)


def addresses(form: Any) -> frozenset[str]:
    """Where the cells of a form stand."""
    return frozenset(cell.address for cell in every_cell(form) if cell.address)
