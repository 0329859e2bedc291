"""The product's public door: a workbook -> what it says of it, as plainly as it can be had."""

from __future__ import annotations

from dataclasses import dataclass, fields
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import validators.engine as judged
from validators.checking.check_file import CheckedForm, Choice, check_file
from validators.rule import Severity

_KNOWN = ("form", "edition", "unreadable", "marks", "texts")


@dataclass(frozen=True, slots=True)
class Told:
    """One form as read, with what was said of it besides.

    `account` are the addresses of all cells that the product accounts for, None while it offers
    no account; `read` those of them that are labels, values or set apart; `unread` the others.
    """

    form: Any
    unreadable: frozenset[str]
    errors: tuple[str, ...]
    account: frozenset[str] | None
    read: frozenset[str]
    unread: frozenset[str]
    words: str
    unchecked: frozenset[str] = frozenset()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a workbook."""

    forms: tuple[Told, ...]
    refusal: str
    crashed: bool


def outcome(path: Path) -> Outcome:
    """Opens, reads and judges one workbook."""
    result = check_file(path, Choice())
    told = tuple(map(_told, result.forms))
    crashed = bool(result.faults) or (result.refusal is not None and "crash" in str(result.refusal))
    return Outcome(told, result.refusal.message if result.refusal else "", crashed)


def _told(checked: CheckedForm) -> Told:
    reading, said = checked.reading, checked.outcome
    unreadable = frozenset(cell.address for cell in reading.unreadable)
    errors, warnings = (_findings(said, one) for one in (Severity.ERROR, Severity.WARNING))
    more = {f.name: getattr(reading, f.name) for f in fields(reading) if f.name not in _KNOWN}
    unchecked = frozenset(skip.rule.code for skip in said.skips)
    account, words = _account(checked), str(more)
    return Told(reading.form, unreadable, errors, *account, words, unchecked, warnings)


def _findings(said: judged.Outcome, severity: Severity) -> tuple[str, ...]:
    return tuple(
        f"{one.rule.code} {one.cell.address} {one.text}"
        for one in said.findings
        if one.severity is severity
    )


def _account(
    checked: CheckedForm,
) -> tuple[frozenset[str] | None, frozenset[str], frozenset[str]]:
    """What `Told` says of the account: all of it, what was read, what was not."""
    if find_spec("workbooks.reading.account") is None:
        return None, frozenset(), frozenset()
    module: Any = import_module("workbooks.reading.account")
    reading: Any = checked.reading
    entries = tuple(module.account(reading.form, reading.marks, reading.texts))
    unread = frozenset(f"{e.address} {e.text!r}" for e in entries if e.what == module.UNREAD)
    read = frozenset(entry.address for entry in entries if entry.what != module.UNREAD)
    return frozenset(entry.address for entry in entries), read, unread
