"""The forms that were found, each as a copy ready for the printer, or left out for a reason."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import assert_never

from macros.hand_in.hand_in import NOT_COPIED, copied, objections_to, opened
from validators.checking.check_file import CRASHED, CheckedForm, Choice, check
from validators.checking.sources import Source
from workbooks.files.limits import Refused
from workbooks.files.open_file import format_of, raw_bytes
from workbooks.files.refusal import Refusal
from workbooks.form_kinds import kind_of
from workbooks.forms import Form, MonitoringReport, SelfEvaluation, TargetDeclaration, every_cell
from workbooks.grid import Area, Grid, position
from workbooks.reading.labelled_cells import APART, LABEL
from workbooks.sparing import spare
from workbooks.values.dataclass import dataclass
from workbooks.values.numerals import CHINESE, chinese
from workbooks.values_copy.paper import put_on_paper

NO_WORKBOOK = "只有 .xlsx、.xlsm 能印。请用 Excel 打开，核对后另存为 .xlsx 再试。"
HIDDEN = "工作表是隐藏的。要公开，请先取消隐藏。"
BESIDE = "这张工作表上几份表左右并排，分不开印。请分成几张工作表。"
FAULTY = "有 {count} 处错误、读不成的，请先改正；确要照现状公开的，加 --force。"
NO_PROJECT, NO_UNIT = "（未填项目名称）", "（未填单位）"

_LONGEST = 120  # signs of a name in the contents and in the bookmarks


@dataclass(frozen=True, slots=True)
class Printable:
    """A form to be published; `copy` is the workbook that is printed, `objections` what is wrong.

    `where` is its file and sheet, as they are told on the screen.
    """

    unit: str
    project: str
    kind: str
    where: str
    copy: Path
    objections: tuple[str, ...]

    @property
    def place(self) -> tuple[object, ...]:
        """Where it stands in the book: by unit, project and kind, numbers in names as numbers."""
        return (*map(natural, (self.unit, self.project, self.kind, self.where)),)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A form or a file that is not published; `objections` where 错误 or 读不成 are the reason.

    `trace` is for the maintainer, where the reason is a fault of ours.
    """

    where: str
    reason: str
    objections: tuple[str, ...] = ()
    trace: str = ""


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """What a name is sorted by: its numbers count as numbers, those in Chinese numerals too.

    >>> sorted(["项目10", "项目2", "甲", "三期", "二期"], key=natural)
    ['二期', '三期', '甲', '项目2', '项目10']
    """
    pieces = re.findall(rf"[0-9]{{1,18}}|{CHINESE}{{1,9}}|(?:(?!{CHINESE})[^0-9])+", text)
    numbers = [int(one) if one[0] in "0123456789" else chinese(one) for one in pieces]
    return tuple(
        (1, 0, one) if number is None else (0, number, "")
        for one, number in zip(pieces, numbers, strict=True)
    )


def on_one_line(text: str, otherwise: str) -> str:
    """A name as it stands in the contents: on one line, and not endless.

    >>> on_one_line("甲\\n 中心", "无"), on_one_line(" ", "无")
    ('甲 中心', '无')
    """
    line = " ".join(text.split()) or otherwise
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def printables(
    found: Iterable[Source], choice: Choice, folder: Path, faulty_too: bool
) -> Iterator[Printable | LeftOut]:
    """The forms of all that was found; the copies are written into a folder, under plain numbers.

    Those with 错误 or 读不成 cells are among them only where that is asked for.
    """
    number = 0
    for source in found:
        own, trace = spare(partial(_all_of, source, choice, faulty_too))
        if own is None:
            own = [LeftOut(str(source.shown), CRASHED, trace=trace)]
        for one in own:
            if isinstance(one, LeftOut):
                yield one
                continue
            number += 1
            path = folder / f"{number:06}.xlsx"
            path.write_bytes(one.content)
            yield Printable(*one.names, one.where, path, one.objections)


@dataclass(frozen=True, slots=True)
class _Made:
    """A copy in memory: unit, project and kind, where the form is, the bytes."""

    names: tuple[str, str, str]
    where: str
    content: bytes
    objections: tuple[str, ...]


def _all_of(source: Source, choice: Choice, faulty_too: bool) -> list[_Made | LeftOut]:
    return list(_of_source(source, choice, faulty_too))


def _of_source(source: Source, choice: Choice, faulty_too: bool) -> Iterator[_Made | LeftOut]:
    shown = str(source.shown)
    result = check(source, choice)
    if result.aside is not None:
        if result.aside.is_unread:
            yield LeftOut(shown, result.aside.told)
        return
    if result.refusal is not None:
        yield LeftOut(shown, result.refusal.message)
    if not result.forms:
        return
    raw = raw_bytes(source.path, source.member)
    if isinstance(raw, Refusal):
        book: object = raw.message
    else:
        book = NO_WORKBOOK if format_of(raw) in NOT_COPIED else opened(raw)
    if not isinstance(book, tuple):
        yield from (LeftOut(_where(shown, form), str(book)) for form in result.forms)
        return
    bare, grids = book
    for grid in grids:
        forms = [form for form in result.forms if form.reading.form.sheet == grid.sheet]
        if forms:
            yield from _of_sheet(shown, bare, grid, forms, faulty_too)


def _where(shown: str, form: CheckedForm) -> str:
    project = on_one_line(form.reading.form.project_name.text, NO_PROJECT)
    return f"{shown} 工作表「{form.reading.form.sheet}」“{project}”"


def _of_sheet(
    shown: str, bare: bytes, grid: Grid, forms: Sequence[CheckedForm], faulty_too: bool
) -> Iterator[_Made | LeftOut]:
    areas = [_area(form, grid) for form in forms]
    parts = _apart(areas, grid)
    for form, area, part in zip(forms, areas, parts, strict=True):
        where = _where(shown, form)
        objections = tuple(objections_to(form))
        if grid.hidden or part is None:
            yield LeftOut(where, HIDDEN if grid.hidden else BESIDE)
        elif objections and not faulty_too:
            yield LeftOut(where, FAULTY.format(count=len(objections)), objections)
        else:
            content = _content(bare, grid, forms, form, area, part)
            if isinstance(content, str):
                yield LeftOut(where, content)
            else:
                yield _Made(_names(form.reading.form), where, content, objections)


def _content(
    bare: bytes,
    grid: Grid,
    forms: Sequence[CheckedForm],
    form: CheckedForm,
    area: Area,
    part: Area,
) -> bytes | str:
    made = copied(bare, (grid,), {grid.sheet: forms})
    if isinstance(made, str):
        return made
    copy, _ = made
    try:
        put_on_paper(copy, area, part, _heads(form))
        return copy.parts.archive()
    except Refused as refused:
        return refused.refusal.message


def _names(form: Form) -> tuple[str, str, str]:
    unit = form.implementing_unit.text or form.supervising_department.text
    year = form.fiscal_year.value
    when = ("" if year is None else f"{year}年") + _months(form)
    kind = f"{when}{kind_of(form).word}"
    project = on_one_line(form.project_name.text, NO_PROJECT)
    return on_one_line(unit, NO_UNIT), project, kind


def _months(form: Form) -> str:
    """Of which months a form tells, where a project may have several in a year."""
    match form:
        case MonitoringReport():
            last = form.period.value
            return "" if last is None else f"1-{last}月"
        case SelfEvaluation() | TargetDeclaration():
            return ""
        case _:
            assert_never(form)


def _area(form: CheckedForm, grid: Grid) -> Area:
    """Around all cells of a form that are read or name what is: not what is told apart below it."""
    cells = {position(one.address) for one in every_cell(form.reading.form) if one.address}
    places = cells | {at for at, mark in form.reading.marks.items() if mark.what != APART}
    return _around([*_squares(places), *(area for area in grid.merges if _begins(area, places))])


def _begins(area: Area, places: Collection[tuple[int, int]]) -> bool:
    return (area.top, area.left) in places


def _squares(places: Iterable[tuple[int, int]]) -> list[Area]:
    return [Area(row, column, row, column) for row, column in places]


def _around(areas: Sequence[Area]) -> Area:
    return Area(
        min(one.top for one in areas),
        min(one.left for one in areas),
        max(one.bottom for one in areas),
        max(one.right for one in areas),
    )


def _apart(areas: Sequence[Area], grid: Grid) -> list[Area | None]:
    """What of a sheet is printed with each of its forms, top to bottom; None where they overlap."""
    used = _around([*_squares(grid.values), *grid.merges, *areas])
    order = sorted(range(len(areas)), key=lambda at: areas[at].top)
    parts: list[Area | None] = [None] * len(areas)
    for at, after in zip(order, [*order[1:], None], strict=True):
        end = used.bottom if after is None else areas[after].top - 1
        top = used.top if at == order[0] else areas[at].top
        parts[at] = Area(top, used.left, end, used.right)
    beside = any(area.bottom > part.bottom for area, part in zip(areas, parts, strict=True) if part)
    return [None] * len(areas) if beside else parts


def _heads(form: CheckedForm) -> tuple[int, int] | None:
    """The rows of the head of the indicator table, where the form has one such table."""
    marks = form.reading.marks.items()
    rows = {
        at[0] for at, mark in marks if mark.what == LABEL and mark.role.startswith("indicators.")
    }
    if not rows or max(rows) - min(rows) >= len(rows):
        return None
    return min(rows), max(rows)
