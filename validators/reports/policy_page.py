"""Policies as pages to read: every value with its date, its document and the file it is from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from validators.checking.catalogue import find
from validators.reports.rules_page import summary
from validators.rule import Severity
from validators.terminal_text import Column, one_line, padded, table, width
from validators.wording import clause
from xlfuncs.policy import (
    KEYS,
    AtMostFormula,
    Equality,
    Policy,
    ReviewDeviation,
    load,
    policy_names,
)
from xlfuncs.policy.file import is_file
from xlfuncs.policy.values import value_text

_COLUMNS = (
    Column("项目", 28),
    Column("取值", 18),
    Column("生效日期", 10),
    Column("写在", 22),
    Column("出处", 32),
)


def listing() -> str:
    """The built-in policies, a line each."""
    names = policy_names()
    longest = max(map(width, names))
    lines = [f"{padded(name, longest)}  {load(name).title}" for name in names]
    told = "jixiao policy show 名称 可看各项取值和出处；核查时用 --policy 选用，不写则随版式。"
    return "\n".join([*lines, told]) + "\n"


def page(policy: Policy) -> str:
    """One policy: its values in order, then what it makes of single rules."""
    head = one_line(f"{policy.title}（{policy.name}）")
    return "\n".join([head, "", *table(_COLUMNS, [*_values(policy), *_severities(policy)])]) + "\n"


def _values(policy: Policy) -> Iterator[list[str]]:
    for name, key in KEYS.items():
        if name in policy.provenance:
            value = getattr(policy, name)
            told = value_text(value)
            if isinstance(value, AtMostFormula | Equality | ReviewDeviation):
                told = f"{told} {value.told}"
            yield _row(policy, name, f"{key.title} {name}", told)


def _severities(policy: Policy) -> Iterator[list[str]]:
    for code, severity in sorted(policy.severities.items()):
        module = find(code)
        what = "" if module is None else clause(summary(module))
        word = "不检查" if severity == "off" else Severity(severity).word
        yield _row(policy, code, f"规则 {code} {what}", f"{severity} {word}")


def _row(policy: Policy, key: str, title: str, told: str) -> list[str]:
    place = policy.provenance[key]
    origin = Path(place.origin).name if is_file(place.origin) else place.origin
    return [title, told, place.since, origin, place.source]
