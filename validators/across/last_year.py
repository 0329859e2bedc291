"""X705, X706: this year's targets held against last year's results and targets, always as 提示.

Names drift from year to year, so that rows may be paired by likeness, of one unit and direction;
both names are told. Shares of a hundred are not held against last year's result, because a full
share is no measure of what can be done; ceilings and costs follow the year's budget.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from validators.across.extract import Extract, KeptRow
from validators.across.index import Index, Line, finding
from validators.across.row_pairs import (
    is_downwards,
    is_upwards,
    looks_alike,
    same_measure,
    surely_same,
)
from validators.across.same_project import (
    Projects,
    called,
    counting,
    is_evaluation,
    is_of_department,
    partner,
    uncompared,
    without_doubles,
)
from validators.records.folder_results import (
    FolderFindingRecord,
    LookedRecord,
    UncomparedRecord,
)
from validators.rule import Severity
from validators.wording import one_line
from workbooks.prose.indicator_names import is_adverse
from workbooks.values.target import read_actual
from workbooks.values.units import same_unit

CODES = ("X705", "X706")

Told = FolderFindingRecord | UncomparedRecord | LookedRecord

_FAR = Decimal("0.9")
"""A target from so much of last year's result on is not told of: results vary."""


class Partners(NamedTuple):
    """This year's forms, each with last year's of its project and the index that keeps that; and
    the forms that have none, with the reason."""

    pairs: list[tuple[Line, Line, Index]]
    lonely: list[tuple[Line, str]]


def compared(index: Index, partners: Partners) -> Iterator[Told]:
    """What is weaker than last year, what could not be compared, and how many were."""
    for line, last, kept in partners.pairs:
        yield from _pair(line, index.extract(line), last, kept.extract(last))
    yield from uncompared(CODES, "上年的表", partners.lonely)
    looked = sum(is_evaluation(line) for line, _, _ in partners.pairs)
    yield from (LookedRecord(code, looked) for code in CODES if looked)


def partners(index: Index, last_year: Index | None) -> Partners:
    """Which of last year's forms each form of this year is held against.

    Without forms of last year that were named, a folder with two years is held against itself.
    """
    own = counting(index.lines)
    others = without_doubles(own, counting(last_year.lines)) if last_year else []
    ids = set(map(id, own))
    earlier = Projects((*own, *others))
    named = Projects(counting(last_year.lines) if last_year else ())
    pairs: list[tuple[Line, Line, Index]] = []
    lonely: list[tuple[Line, str]] = []
    for line in _asked(own, others if last_year else None):
        # a form of the run that does not say its year is this year's like the others
        candidates = [
            one
            for one in earlier.of(line)
            if one is not line and (id(one) not in ids or one.fiscal_year is not None)
        ]
        # those of its own year can be no partner, but tell that the wrong folder was named
        likely = _likelier(candidates, line) or _of_its_own_year(line, named)
        found = partner(line, likely, _year_before(line))
        if isinstance(found, str):
            lonely.append((line, found))
        else:
            kept = last_year if last_year and id(found) not in ids else index
            pairs.append((line, found, kept))
    if last_year is None:  # nobody asked: a single old form makes no year to compare with
        paired = {line.fiscal_year for line, _, _ in pairs}
        lonely = [one for one in lonely if one[0].fiscal_year in paired]
    return Partners(pairs, lonely)


def _of_its_own_year(line: Line, named: Projects) -> list[Line]:
    year = line.fiscal_year
    return [one for one in named.of(line) if one.fiscal_year == year and year is not None]


def _asked(own: list[Line], others: list[Line] | None) -> list[Line]:
    """The forms that shall have one of the year before: where forms of that year are at hand.

    Where some were named and all are of other years, that is to be told of every form.
    """
    lines = list(_this_year(own))
    hand = {(is_of_department(one), one.fiscal_year) for one in (own if others is None else others)}
    asked = [line for line in lines if (is_of_department(line), _year_before(line)) in hand]
    if others is None:
        return [line for line in asked if line.fiscal_year is not None]
    loose = [line for line in lines if line.fiscal_year is None]
    undated = any(one.fiscal_year is None for one in others)
    return lines if undated or not asked else [*asked, *loose]


def _year_before(line: Line) -> int | None:
    return None if line.fiscal_year is None else line.fiscal_year - 1


def _this_year(lines: list[Line]) -> Iterator[Line]:
    """One form of each project and year: the declaration, which comes first in the year."""
    declared = Projects(line for line in lines if not is_evaluation(line))
    for line in lines:
        same = declared.of(line) if is_evaluation(line) else ()
        if not any(one.fiscal_year == line.fiscal_year for one in same):
            yield line


def _likelier(candidates: list[Line], line: Line) -> list[Line]:
    """Without the form's own year; where a project was evaluated, that is what tells of it."""
    others = [one for one in candidates if one.fiscal_year != line.fiscal_year]
    others = others or [one for one in candidates if line.fiscal_year is None]
    evaluated = {one.fiscal_year for one in others if is_evaluation(one)}
    return [one for one in others if is_evaluation(one) or one.fiscal_year not in evaluated]


def _pair(line: Line, own: Extract, last: Line, past: Extract) -> Iterator[Told]:
    pairs = surely_same(own.rows, past.rows)
    rows = (*pairs.same, *pairs.moved, *looks_alike(pairs.ours, pairs.theirs))
    judged = [(lowered(*pair), pair) for pair in rows]
    for code in ("X706", "X705"):
        found = [pair for said, pair in judged if said == code]
        if found:
            each = "；".join(_each(row, other) for row, other in found)
            yield _finding(code, line, last, f"{_LEADS[code]}：{each}。{_ASKS[code]}", found[0][0])


def lowered(row: KeptRow, last: KeptRow) -> str:
    """How a target fell behind last year's of the same indicator: X706 where it asks for less than
    last year's target, X705 where for well less than what was reached; empty where it did not."""
    if not same_measure(row, last):
        return ""
    if _is_weaker(row, last):
        return "X706"
    return "X705" if _is_below_actual(row, last) else ""


def _is_weaker(row: KeptRow, last: KeptRow) -> bool:
    """Whether a target asks for less than last year's; costs follow the budget."""
    assert row.value is not None
    assert last.value is not None
    if "成本" in row.category + row.subcategory or is_adverse(row.name) != is_adverse(last.name):
        return False
    if is_downwards(row):
        return row.value > last.value
    adverse = is_adverse(row.name)  # 差错率 =5%: nobody can say what is weaker
    return not adverse and row.value < last.value


def _is_below_actual(row: KeptRow, last: KeptRow) -> bool:
    """Whether a target for a number is well below what was reached."""
    reached = read_actual(last.actual)
    if row.value is None or reached.value is None or not is_upwards(row):
        return False
    counted = row.unit not in ("%", "‰", "") and same_unit(row.unit, reached.unit or row.unit)
    return counted and not is_adverse(row.name) and row.value < reached.value * _FAR


def _each(row: KeptRow, last: KeptRow) -> str:
    actual = f"，完成 {one_line(last.actual)}" if last.actual else ""
    name, before = one_line(row.name), one_line(last.name)
    named = "" if name == before else f"（上年名称「{before}」，名称相近）"
    return f"「{name}」本年“{one_line(row.target)}”{named}，上年“{one_line(last.target)}”{actual}"


_LEADS = {
    "X705": "指标值比上年实际完成的少一成以上",
    "X706": "指标值比上年放宽",
}
_ASKS = {
    "X705": "建议参照上年实际完成情况提高；任务减少的，请在目标里写明。",
    "X706": "建议核实是否有调低的理由，例如任务、资金减少，或上年没有完成。",
}
_NAMES = {
    "X705": "target-below-last-actual",
    "X706": "target-weaker-than-last-target",
}


def _finding(code: str, line: Line, last: Line, said: str, row: KeptRow) -> FolderFindingRecord:
    message = f"{called(line)}与上年（{last.file}）相比，{said}"
    places = (line.place._replace(cell=row.cell), last.place)
    return finding(line, code, _NAMES[code], Severity.NOTE, message, places)
