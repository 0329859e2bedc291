"""What the product read, held against what is right: a list of differences by kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tests.benchmarks.reading.product import Outcome, Told
from tests.reading_corpus.expected import Expected, ExpectedRow, Reached, Sought

_HEAD = {
    "项目名称": ("project_name",),
    "主管部门": ("supervising_department",),
    "实施单位": ("implementing_unit",),
    "年度": ("fiscal_year",),
    "年度目标": ("expected_goal", "annual_goal"),
    "总目标": ("overall_goal",),
    "完成情况": ("actual_outcome",),
    "等级": ("rating",),
}
_COLUMNS = {"初": "initial_budget", "全": "annual_budget", "执": "executed", "率": "rate"}
_LINES = {"财": "FISCAL_APPROPRIATION", "转": "CARRYOVER", "他": "OTHER_FUNDS", "总": "TOTAL"}
_NUMBERED = re.compile(r"^(?:指标\d+:|\d+[、.]|\(\d+\))")
_CODE = re.compile(r"^\[\d+\]")  # [105]某部: a department's code may be read along or not
_SCALES = {"万": Decimal(10000), "亿": Decimal(10) ** 8}


@dataclass(slots=True)
class Verdict:
    """What became of one workbook, in counts and in lines to look at."""

    rows: int = 0
    read: int = 0
    fields: int = 0
    fields_read: int = 0
    refused: int = 0
    misread: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unaccounted: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)


def compare(expected: Sequence[Expected], outcome: Outcome) -> Verdict:
    """The verdict on a workbook that holds forms."""
    verdict = Verdict(rows=sum(len(one.rows) for one in expected))
    if outcome.crashed:
        verdict.other.append("crashed")
    if not outcome.forms:
        verdict.refused = 1
        verdict.fields = sum(len(one.numbers) + len(one.texts.keys() & _HEAD) for one in expected)
        verdict.other.append(f"refused: {outcome.refusal}")
        return verdict
    if len(outcome.forms) != len(expected):
        verdict.other.append(f"forms: {len(outcome.forms)} for {len(expected)}")
    forms, left = list(outcome.forms), list(outcome.forms)
    for one in expected:
        mine = _likest(one, left)
        if mine is None:
            verdict.lost.append(f"form of {len(one.rows)} rows")
            continue
        left.remove(mine)
        _form(one, mine, verdict)
    for form in left:
        verdict.extra += [f"row of no form: {row.name.text!r}" for row in form.form.indicators]
    verdict.errors += [error for form in forms for error in form.errors]
    verdict.warnings += [one for form in forms for one in form.warnings]
    read = frozenset[str]().union(*(form.read for form in forms))
    left = frozenset[str]().union(*(form.unread for form in forms))
    verdict.unread += sorted(one for one in left if one.split()[0] not in read)
    return verdict


def unaccounted(places: Mapping[str, str], outcome: Outcome) -> list[str]:
    """Cells of the form that are in nobody's account; `places` are addresses and what they hold.

    Nothing while the product offers no account.
    """
    accounts = [form.account for form in outcome.forms if form.account is not None]
    if not accounts:
        return []
    known = frozenset().union(*accounts)
    return [f"{where} {text!r}" for where, text in places.items() if where not in known]


def compare_refused(name: str, outcome: Outcome) -> Verdict:
    """The verdict on a paper that must be refused, and by its name."""
    verdict = Verdict()
    for form in outcome.forms:
        verdict.misread.append(f"{name} read as {type(form.form).__name__}")
    if not outcome.forms and name not in outcome.refusal:
        verdict.other.append(f"refused, but not as {name}: {outcome.refusal}")
    return verdict


def _likest(expected: Expected, forms: Sequence[Told]) -> Told | None:
    """The form that has most of the rows: of several projects each is compared with its own."""
    names = {_name(row.name) for row in expected.rows}
    shared = [len(names & {_name(r.name.text) for r in told.form.indicators}) for told in forms]
    return forms[shared.index(max(shared))] if forms else None


def _form(expected: Expected, told: Told, verdict: Verdict) -> None:
    form = told.form
    if expected.kind.capitalize() not in type(form).__name__:
        verdict.misread.append(f"kind: {type(form).__name__}")
    for name, cell, right in _fields(expected, form):
        verdict.fields += 1
        verdict.fields_read += _judge(name, cell, right, told, verdict)
    rows = list(form.indicators)
    for one in expected.rows:
        mine = next((row for row in rows if _name(row.name.text) == _name(one.name)), None)
        if mine is None:
            verdict.lost.append(f"row 「{one.name}」")
            continue
        rows.remove(mine)
        verdict.read += _row(one, mine, told, verdict)
    verdict.extra += [f"extra row 「{_fold(row.name.text)}」 {row.name.address}" for row in rows]


def _row(one: ExpectedRow, row: Any, told: Told, verdict: Verdict) -> bool:
    """Whether all of a row is as it should be."""
    right = [
        _judge(f"{name} of 「{one.name[:12]}」", getattr(row, name), wanted, told, verdict)
        for name, wanted in (
            ("target", one.target),
            ("category", one.category),
            ("subcategory", one.subcategory),
            ("actual", one.actual),
            ("points", one.points),
            ("score", one.score),
        )
        if wanted is not None
    ]
    said = row.note.text if row.note.value is not None else ""
    if one.note and _fold(said) != _fold(one.note):
        (verdict.misread if said else verdict.lost).append(f"note of 「{one.name[:12]}」: {said!r}")
        return False
    return all(right)


def _fields(expected: Expected, form: Any) -> Iterator[tuple[str, Any, object]]:
    """What stands outside the indicators: name, cell of the product, what is right."""
    for name, right in expected.texts.items():
        if name not in _HEAD:
            continue
        cells = [getattr(form, key) for key in _HEAD[name] if hasattr(form, key)]
        if name == "年度目标" and "总目标" not in expected.texts and hasattr(form, "overall_goal"):
            cells = [c for c in (*cells, form.overall_goal) if c.value is not None] or cells
        yield name, cells[0] if cells else None, int(right) if name == "年度" else right
    for name, amount in expected.numbers.items():
        cell = _number(name, form, expected.texts)
        in_money = name not in ("总得分", "总.率")
        yield name, _in_unit(cell, form, expected.texts) if in_money else cell, amount


def _in_unit(cell: Any, form: Any, texts: Mapping[str, str]) -> Any:
    """An amount in the unit of the oracle: 10000元 in a form in 万元 is 1."""
    given, wanted = str(form.funding.money_unit.value), texts["金额单位"]
    if cell is None or cell.value is None or given == wanted:
        return cell
    return cell._replace(
        value=cell.value * (Decimal(10000) if given == "万元" else Decimal("0.0001"))
    )


def _number(name: str, form: Any, texts: Mapping[str, str]) -> Any:
    if name == "总得分":
        return form.total_score
    line, column = name.split(".")
    if line == "年度":
        funds = (*form.funding.annual, *form.funding.project)
        return next((f.amount for f in funds if f.kind.name == _LINES[column]), None)
    if line == "总":
        return getattr(form.funding.total, _COLUMNS[column])
    parts = form.funding.parts
    funds = [fund for fund in parts if fund.kind.name == _LINES[line]]
    funds = funds or [
        fund for fund in parts if _fold(fund.name.text) == _fold(texts[f"line.{line}"])
    ]
    return getattr(funds[0], _COLUMNS[column]) if funds else None


def _judge(name: str, cell: Any, right: object, told: Told, verdict: Verdict) -> bool:
    """Whether a cell says what is right; if not, on which list it goes."""
    if cell is None or cell.value is None:
        zero = isinstance(right, Decimal) and not right
        if not zero:
            where = getattr(cell, "address", "")
            verdict.lost.append(f"{name} {where} (right: {_plain(right)})")
        return zero
    if _same(cell, right):
        return True
    line = f"{name} {cell.address} is {cell.text!r}, right: {_plain(right)}"
    by_level = name.startswith("category") and str(cell.value).startswith("成本")
    if getattr(cell.value, "name", "") == "OTHER" or (by_level and right == "OUTPUT"):
        verdict.lost.append(line)
    elif _told_of(cell, right, told):
        verdict.told.append(line)
    else:
        verdict.misread.append(line)
    return False


def _told_of(cell: Any, right: object, told: Told) -> bool:
    """Whether the product has said that it does not vouch for what it gives here."""
    if cell.address in told.unreadable or f"'{cell.address}'" in told.words:
        return True
    unit = getattr(right, "unit", "")  # the number without its unit, whose column is told as unread
    left = bool(unit) and any(one.endswith(f" {unit!r}") for one in told.unread)
    return left and cell.value.unit == "" and cell.value.value == getattr(right, "value", None)


def _same(cell: Any, right: object) -> bool:
    value = cell.value
    if isinstance(right, Sought):
        return _same_target(value, right)
    if isinstance(right, Reached):
        return _same_actual(value, right)
    if isinstance(right, Decimal):
        return abs(value - right) <= Decimal("0.00006" if value <= 2 else "0.006")
    if isinstance(right, str) and hasattr(value, "name"):
        return bool(value.name == right)
    if isinstance(right, str):
        return _CODE.sub("", _fold(str(value))) == _fold(right)
    return bool(value == right)


def _same_target(value: Any, right: Sought) -> bool:
    if right.value is None:
        return value.value is None and _fold(value.text) == _fold(right.words)
    if value.value is None or value.relation.name not in right.relations:
        return False
    if right.unit == "":  # its unit stands elsewhere, and may be read along
        return right.value in (value.value, value.value / value.scale)
    return _base(value.value, value.unit) == _base(right.value, right.unit)


def _same_actual(value: Any, right: Reached) -> bool:
    if right.value is None:
        return _fold(value.text) == _fold(right.words)
    if value.value is None:
        return False
    given, wanted = _base(value.value, value.unit), _base(right.value, right.unit)
    if right.unit == "":  # its unit stands elsewhere, and may be read along: 18.6 under 万人次
        return right.value in (value.value, value.value / value.scale)
    return given == wanted


def _base(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """An amount in single units: 1.2万人次 and 12000人次 are the same."""
    unit = _fold(unit)
    times = _SCALES.get(unit[:1])
    scaled = value.normalize() if times is None else (value * times).normalize()
    return scaled, unit if times is None else unit[1:]


def _name(text: str) -> str:
    """A name without the number before it, which a reader may leave off."""
    return _NUMBERED.sub("", _fold(text))


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _plain(right: object) -> str:
    if isinstance(right, Sought):
        return right.words or f"{'/'.join(right.relations)} {right.value} {right.unit}"
    if isinstance(right, Reached):
        return right.words or f"{right.value}{right.unit}"
    return str(right)[:40]
