"""The head of a form: its year, what names it, its goals, and its boxes for all deviations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from workbooks.forms import ABSENT, Cell, State
from workbooks.grid import Position, address
from workbooks.reading import cell_readers
from workbooks.reading.head_bands import Band
from workbooks.reading.labelled_cells import Located
from workbooks.values import terms
from workbooks.values.dates import month_of
from workbooks.values.regex import regex
from workbooks.vocabulary.head_words import LONGEST
from workbooks.vocabulary.vocabulary import Step

HEADS = {
    "project_name": "项目名称",
    "supervising_department": "主管部门",
    "implementing_unit": "实施单位",
}
DECLARED = {
    "project_nature": "项目性质",
    "project_category": "项目类别",
    "start_date": "开始时间",
    "end_date": "结束时间",
}


def heads(form: Located, more: Iterable[str]) -> dict[str, Cell[Any]]:
    """The heads of a form; those that every form should have keep their usual label."""
    found = {}
    for role in (*HEADS, *more):
        cell = form.head("heads", role)
        if cell.state is State.ABSENT and role in HEADS:
            cell = form.head("weak_heads", role)
        found[role] = cell._replace(label=cell.label or HEADS.get(role, ""))
    return found


def department_name(form: Located, found: dict[str, Any]) -> Cell[str]:
    """The name of the department that a form is about, under whichever label it stands.

    Where it is filled in under none, the place for it is blank, and not absent.
    """
    named = form.head("heads", "department_name")
    names = (named, found["project_name"], found["supervising_department"])
    places = (*names, found["implementing_unit"])
    told = next((cell for cell in places if cell.text), None)
    stands = told or next((cell for cell in places if cell.blank), named)
    return stands._replace(label=named.label or "部门（单位）名称")


NOTES = {"deviation_note": "偏差原因", "improvement_note": "改进措施"}


def notes(form: Located) -> dict[str, Cell[Any]]:
    """The boxes for the whole form, where it has such."""
    return {role: form.head("heads", role) for role in NOTES}


GOALS = {"expected_goal": "预期目标", "actual_outcome": "实际完成情况"}
DECLARED_GOALS = {"overall_goal": "总体目标", "annual_goal": "年度总体目标"}


def goals(form: Located) -> dict[str, Cell[Any]]:
    """What was aimed at and what was reached; the adjusted goal where there is one."""
    adjusted = form.head("goals", "adjusted_goal", below=True)
    pair = _pair_by_place(form)
    if pair is not None:
        return dict(zip(GOALS, pair, strict=True))
    expected = _by_place(form, "actual_outcome", "expected_goal")
    if expected.state is State.ABSENT:
        expected = _goal(form, "expected_goal", "")
    outcome = _goal(form, "actual_outcome", "")
    if outcome.state is State.ABSENT:
        outcome = _by_place(form, "expected_goal", "actual_outcome")
    said = adjusted if adjusted.state is State.READ else expected
    return {"expected_goal": _or_in_table(form, said), "actual_outcome": outcome}


def declared_goals(form: Located) -> dict[str, Cell[Any]]:
    """What a declaration aims at, in all and this year."""
    overall = form.head("goals", "overall_goal", below=True)
    annual = _goal(form, "annual_goal", "年度总体目标")
    return {"overall_goal": overall, "annual_goal": _or_in_table(form, annual)}


def _or_in_table(form: Located, goal: Cell[str]) -> Cell[str]:
    """The goal, or where the form has none the text that stands beside all of its indicators."""
    places = form.labels.places(form.page, "indicators", "project_goal")
    for place in places if goal.state is State.ABSENT else ():
        below = form.page.below(place)
        several = form.page.area(below).bottom > below[0]
        if place[0] in form.tables and several and below not in form.marks:
            return form.at(below, cell_readers.words, form.printed(place))
    return goal


def _goal(form: Located, role: str, usual: str) -> Cell[str]:
    """A goal: below its label, or beside it; by a word that may also head others at last."""
    cell = form.head("goals", role, below=True)
    other = {"expected_goal": "annual_goal", "annual_goal": "expected_goal"}.get(role)
    chain = [("weak_goals", role), *([("goals", other)] if other else [])]
    for block, named in chain:
        if cell.state is State.READ:
            break
        weak = form.head(block, named, below=True)
        if weak.state is State.READ or (cell.state is State.ABSENT and weak.state is State.BLANK):
            cell = weak
    return cell._replace(label=cell.label or usual)


def _by_place(form: Located, known: str, wanted: str) -> Cell[str]:
    """A goal or what was reached, under words that no list has, beside the label of the other.

    Goals stand at the left of what was reached; below both there are words.
    """
    goes_right = wanted == "actual_outcome"
    for block in ("goals", "weak_goals"):
        for row, column in form.labels.places(form.page, block, known):
            texts = [one for one in form.page.row(row) if (one[0] > column) is goes_right]
            beside = [(x, text) for x, text in texts if x != column]
            if row in form.tables or not beside or (goes_right and len(beside) > 1):
                continue
            place = row, beside[0 if goes_right else -1][0]
            if form.heads_words(place):
                return _below(form, place, wanted)
    return ABSENT


def _pair_by_place(form: Located) -> tuple[Cell[str], Cell[str]] | None:
    """Goal and what was reached under two heads nobody knows: beside or below a word for both."""
    for block, role in (("other", "group"), ("goals", "annual_goal"), ("goals", "actual_outcome")):
        for place in form.labels.places(form.page, block, role):
            for row in (place[0], form.page.area(place).bottom + 1):
                beside = [(row, x) for x, _ in form.page.row(row) if (row, x) != place]
                both = len(beside) == len(GOALS) and row not in form.tables
                if both and all(form.heads_words(at) for at in beside):
                    goal, outcome = (_below(form, *one) for one in zip(beside, GOALS, strict=True))
                    return goal, outcome
    return None


def _below(form: Located, place: Position, role: str) -> Cell[str]:
    form.label(place, role, Step.PLACE)
    return form.at(form.page.below(place), cell_readers.words, form.printed(place))


def fiscal_year(form: Located, above: int, table: int) -> Cell[int]:
    """The year above 项目名称: a text that is 年度 alone wins over a year in a title."""
    kept: Cell[int] = ABSENT
    for at, text in form.page.texts.items():
        if at[0] >= max(above, form.page.top + 1):
            break
        if (year := cell_readers.year(text)) is None:
            continue
        cell = Cell(State.READ, text, year, "年度", address(*at))
        if cell_readers.is_year_alone(text):
            form.label(at, "fiscal_year")
            return cell
        if kept.state is State.ABSENT:
            kept = cell
    return kept if kept.state is not State.ABSENT else _labelled_year(form, table)


def _labelled_year(form: Located, table: int) -> Cell[int]:
    """The year in the head of a form: 预算年度|2024年度, or a text that is a year alone."""
    for at, text in form.page.texts.items():
        if at[0] >= table:
            break
        alone = cell_readers.is_year_alone(text)
        label = text.replace("：", ":").partition(":")[0]
        if len(text) < 30 and (alone or label.strip().endswith("年度")):
            beside = text if alone or ":" in text or "：" in text else ""
            place = at if beside else form.page.right_of(at)
            said = (beside or form.page.text(place)).replace("：", ":").partition(":")
            year = cell_readers.year("".join(said)) or _bare_year(said[2] or said[0])
            if year is not None:
                form.label(place, "fiscal_year")
                return Cell(State.READ, form.page.text(place), year, "年度", address(*place))
    return ABSENT


def period(form: Located, bands: Sequence[Band]) -> Cell[int]:
    """The last month that a monitoring report tells of: 1-7月, 上半年, 截至7月底.

    Looked for in the heads of what was done and spent, then beside its label, then in the title
    and what stands above the tables. BLANK where only 当前 is printed, ABSENT where nothing is.
    """
    page = form.page
    first = min((band.top for band in bands), default=page.bottom + 1)
    heads = [column.head for band in bands for column in band.columns]
    roles = ("executed", "rate")
    money = [place for role in roles for place in form.labels.places(page, "money", role)]
    labelled = [page.right_of(place) for place in form.labels.places(page, "other", "period")]
    above = [place for place, text in page.texts.items() if place[0] < first and _may_date(text)]
    vague: Cell[int] = ABSENT
    for place in (*heads, *money, *labelled, *above):
        text = page.text(place)
        if (month := month_of(text)) is not None:
            return Cell(State.READ, text, month, "监控期间", address(*place))
        if vague.state is State.ABSENT and _VAGUE.search(text) and len(text) <= LONGEST:
            vague = Cell(State.BLANK, text, None, "监控期间", address(*place))
    return vague


def year_in(text: str) -> int | None:
    """The year of what a monitoring report calls its period.

    >>> year_in("2024年1-8月"), year_in("截至2024年8月31日"), year_in("1-7月执行数")
    (2024, 2024, None)
    """
    found = _ANY_YEAR.search(terms.clean(text))
    return int(found[1]) if found else None


_ANY_YEAR = regex(r"(?<!\d)(20\d\d)[-./年]")


def _may_date(text: str) -> bool:
    """Whether a text above the tables may say of which months the form tells."""
    return len(text) <= LONGEST and ("监控" in text or text.strip()[:1] in "(（" or "截" in text)


_VAGUE = regex("当前|目前|本期|截[至止]")
_BARE_YEAR = regex(r"20[0-4]\d")


def _bare_year(text: str) -> int | None:
    """The year that stands beside its label without 年: 预算年度|2025."""
    cleaned = terms.clean(text)
    return int(cleaned) if _BARE_YEAR.fullmatch(cleaned) else None
