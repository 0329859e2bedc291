"""Sheets changed cell by cell as people change them: swapped, shifted, inserted, deleted, retyped.

Seeded: a number names a mutant for ever, as long as the forms stay the same.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.merge import MergedCellRange
from openpyxl.worksheet.worksheet import Worksheet

from tests.reading_corpus.cases import cases
from tests.workbooks import layouts

SAMPLES = Path(__file__).parent.parent.parent / "workbooks" / "samples"

Position = tuple[int, int]
Box = tuple[int, int, int, int]
"""Top, left, bottom, right."""
Content = tuple[Any, str]
"""What stands in a cell, and its number format."""


@dataclass(slots=True)
class Draft:
    """A sheet to be changed."""

    values: dict[Position, Content] = field(default_factory=dict)
    merges: list[Box] = field(default_factory=list)

    def copy(self) -> Draft:
        return Draft(dict(self.values), list(self.merges))

    @property
    def corner(self) -> Position:
        """The last row and the last column."""
        return max(row for row, _ in self.values), max(column for _, column in self.values)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed form: which one, what was done to it, and what came of it."""

    base: str
    changes: tuple[str, ...]
    draft: Draft

    def workbook(self) -> Workbook:
        """The form as a workbook of one sheet."""
        book = Workbook()
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        sheet.title = "自评表"
        for (row, column), (value, number_format) in sorted(self.draft.values.items()):
            cell = sheet.cell(row, column, value)
            if isinstance(value, str) and value.startswith("=") and "SUM" not in value:
                cell.data_type = "s"  # `=100.00(%)` is a target
            cell.number_format = number_format
        for top, left, bottom, right in self.draft.merges:
            area = f"{_a1(top, left)}:{_a1(bottom, right)}"
            sheet.merged_cells.ranges.add(MergedCellRange(sheet, area))
        return book


def packed(book: Workbook) -> bytes:
    """A workbook as a file."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@cache
def bases() -> Mapping[str, Draft]:
    """All forms that there are: as published, as other places print them, and of the corpus."""
    found = {path.stem: _published(path) for path in sorted(SAMPLES.glob("*.xlsx"))}
    for name, grid in layouts.forms():
        shown = {at: (raw, grid.formats.get(at, "General")) for at, raw in grid.values.items()}
        merges = [(area.top, area.left, area.bottom, area.right) for area in grid.merges]
        found[name] = Draft(dict(shown), merges)
    for case in cases(by="plain"):
        cells = case.sheet.cells.items()
        drawn = {at: (cell.raw, cell.number_format or "General") for at, cell in cells}
        found[f"corpus/{case.layout}"] = Draft(dict(drawn), list(case.sheet.merges))
    return found


def _published(path: Path) -> Draft:
    sheet = load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    cells = (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)
    values = {(cell.row, cell.column): (cell.value, str(cell.number_format)) for cell in cells}
    areas = sheet.merged_cells.ranges
    merges = sorted((area.min_row, area.min_col, area.max_row, area.max_col) for area in areas)
    return Draft(values, merges)


def mutant(seed: int, number: int) -> Mutant:
    """One of the forms, changed one to three times."""
    chance = random.Random(f"{seed} {number}")
    name = chance.choice(sorted(bases()))
    draft = bases()[name].copy()
    changes = []
    for _ in range(chance.choice((1, 1, 2, 3))):
        change = chance.choice((*CHANGES, retype, delete))
        if draft.values and (said := change(chance, draft)):
            changes.append(said)
    return Mutant(name, tuple(changes), draft)


def _a1(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def _move(draft: Draft, where: Mapping[Position, Position]) -> None:
    """Contents go to other places; what a merge covers is dropped, as Excel does."""
    taken = {at: draft.values.pop(at) for at in where if at in draft.values}
    draft.values |= {where[at]: content for at, content in taken.items()}
    _drop_covered(draft)


def _drop_covered(draft: Draft) -> None:
    for top, left, bottom, right in draft.merges:
        for at in list(draft.values):
            inside = top <= at[0] <= bottom and left <= at[1] <= right
            if inside and at != (top, left):
                del draft.values[at]


def swap(chance: random.Random, draft: Draft) -> str:
    """Two cells, two rows, or two columns from some row on, change places."""
    one, places = chance.choice(list(draft.values)), list(draft.values)
    step = chance.choice((-2, -1, 1, 2))
    match chance.randrange(4):
        case 0:
            other = chance.choice(places)
        case 1:
            other = (one[0], one[1] + step) if chance.random() < 0.5 else (one[0] + step, one[1])
        case 2:
            rows = {one[0]: one[0] + step, one[0] + step: one[0]}
            if min(rows) > 0:
                _move(draft, {at: (rows[at[0]], at[1]) for at in places if at[0] in rows})
            return f"swap rows {sorted(rows)}"
        case _:
            columns = {one[1]: one[1] + step, one[1] + step: one[1]}
            top = chance.choice((1, one[0]))
            below = [at for at in places if at[1] in columns and at[0] >= top]
            if min(columns) > 0:
                _move(draft, {at: (at[0], columns[at[1]]) for at in below})
            return f"swap columns {sorted(columns)} from row {top}"
    if min(other) > 0:
        _move(draft, {one: other, other: one})
    return f"swap {_a1(*one)} and column {other[1]}, row {other[0]}"


def shift(chance: random.Random, draft: Draft) -> str:
    """A block of cells moves by one, as when cells are inserted or deleted in Excel."""
    top, left = chance.choice(list(draft.values))
    last_row, last_column = draft.corner
    down, across = chance.choice(((0, 1), (0, -1), (1, 0), (-1, 0)))
    bottom = chance.choice((top, min(last_row, top + chance.randrange(1, 8)), last_row))
    right = chance.choice((left, left + 2, last_column if across else left))
    block = [at for at in draft.values if top <= at[0] <= bottom and left <= at[1] <= right]
    moved = {at: (at[0] + down, at[1] + across) for at in block}
    if any(min(at) < 1 for at in moved.values()):
        return ""
    for at in moved.values():
        if at not in moved:
            draft.values.pop(at, None)
    _move(draft, moved)
    return f"shift {_a1(top, left)}:{_a1(bottom, right)} by {down}, {across}"


def insert(chance: random.Random, draft: Draft) -> str:
    """A row or column more: empty, a copy of its neighbour, with a word, or a subtotal."""
    axis = chance.randrange(2)
    at = chance.randint(1, draft.corner[axis])
    _grown(draft, at, axis)
    kind = chance.choice(("empty", "copy", "word", "subtotal"))
    if kind == "copy":
        for place, content in list(draft.values.items()):
            if place[axis] == at + 1:
                draft.values[_along(axis, at, place[1 - axis])] = content
    elif kind == "word":
        along = chance.randint(1, draft.corner[1 - axis])
        draft.values[_along(axis, at, along)] = (chance.choice(WORDS), "General")
    elif kind == "subtotal" and axis == 0:
        words = chance.choice(("产出指标小计", "小计", "合计", "其中："))
        draft.values[at, chance.choice((1, 1, 2))] = (words, "General")
    _drop_covered(draft)
    return f"insert {kind} {('row', 'column')[axis]} {at}"


def _along(axis: int, at: int, other: int) -> Position:
    return (at, other) if axis == 0 else (other, at)


def _grown(draft: Draft, at: int, axis: int) -> None:
    """An empty line before line `at`; merges over it grow."""

    def new(line: int) -> int:
        return line + (line >= at)

    values = draft.values.items()
    draft.values = {_along(axis, new(p[axis]), p[1 - axis]): content for p, content in values}
    boxes = [list(box) for box in draft.merges]
    for box in boxes:
        box[axis], box[axis + 2] = new(box[axis]), new(box[axis + 2])
    draft.merges = [(top, left, bottom, right) for top, left, bottom, right in boxes]


def delete(chance: random.Random, draft: Draft) -> str:
    """The content of a cell, or a whole row or column."""
    if chance.random() < 0.5:
        one = chance.choice(list(draft.values))
        del draft.values[one]
        return f"clear {_a1(*one)}"
    axis = chance.randrange(2)
    at = chance.randint(1, draft.corner[axis])

    def new(line: int) -> int:
        return line - (line > at)

    boxes = [list(box) for box in draft.merges]
    heads = {}  # what a merge shows stays where its first line goes
    for box in boxes:
        if box[axis] == at < box[axis + 2] and (box[0], box[1]) in draft.values:
            heads[box[0], box[1]] = draft.values[box[0], box[1]]
        box[axis], box[axis + 2] = new(box[axis]), box[axis + 2] - (box[axis + 2] >= at)
    kept = {p: content for p, content in draft.values.items() if p[axis] != at}
    draft.values = {_along(axis, new(p[axis]), p[1 - axis]): c for p, c in kept.items()} | heads
    draft.merges = [(t, a, b, z) for t, a, b, z in boxes if (t, a) != (b, z) and t <= b and a <= z]
    _drop_covered(draft)
    return f"delete {('row', 'column')[axis]} {at}"


WORDS = (
    *("无", "/", "—", "-", " ", "\u3000", "不适用", "……", "指标2：", "XX", "达成指标", "部分达成"),
    *("未达成", "约90", "0", "100%", "≥90%", "１２", "1,200.00", "12人次", "已完成", "优", "合计"),
    *(
        "小计",
        "总分",
        "10分",
        "一、产出",
        "其他资金",
        "得分",
        "三级指标",
        "=SUM(A1:A2)",
        "2024年12月底前",
    ),
    *("9" * 60, "1e5", "-5", "．５", "Ⅳ", "½", "#REF!"),
)
NUMBERS: tuple[Content, ...] = (
    *((0, "General"), (-1, "General"), (-0.5, "0.00"), (0.1, "0%"), (100, "0.00"), (7, "General")),
    *((1e15, "General"), (1e300, "General"), (0.333333333333333, "0.00"), (12.345, "0.00")),
    *((5, '0.00"%"'), (5, "0.0000"), (99.995, "0.00"), (1e-9, "General"), (True, "General")),
    (datetime(2024, 12, 31), "yyyy-mm-dd"),
)


def retype(chance: random.Random, draft: Draft) -> str:
    """A cell typed anew: as text, with a sign or space more, as another number, as words."""
    one = chance.choice(list(draft.values))
    value, style = draft.values[one]
    match chance.randrange(6), value:
        case 0, int() | float():
            new: Content = (format(value, "g"), style)
        case 1, int() | float():
            new = (round(value * chance.choice((0.5, 0.9, 1.1, 2, 10, -1)), 2), style)
        case 2, int() | float():
            new = (round(value + chance.choice((-1, 1, 0.5, 3, -3)), 4), style)
        case 1 | 2, str():
            half = len(value) // 2
            new = (value[:half] + chance.choice((" ", "\n", "（注）")) + value[half:], style)
        case 3, str():
            new = (chance.choice((value + " ", " " + value, value * 2, value[:-1] + "。")), style)
        case 4, _:
            new = chance.choice(NUMBERS)
        case _:
            new = (chance.choice(WORDS), style)
    draft.values[one] = new
    return f"retype {_a1(*one)} {str(value)[:12]!r} as {str(new[0])[:12]!r}"


def merge(chance: random.Random, draft: Draft) -> str:
    """Cells merged, or a merged cell taken apart, filled downwards or not."""
    if draft.merges and chance.random() < 0.4:
        top, left, bottom, right = draft.merges.pop(chance.randrange(len(draft.merges)))
        if chance.random() < 0.5 and (top, left) in draft.values:
            for row in range(top + 1, bottom + 1):
                draft.values[row, left] = draft.values[top, left]
        return f"unmerge {_a1(top, left)}:{_a1(bottom, right)}"
    top, left = chance.choice(list(draft.values))
    bottom, right = top + chance.choice((0, 0, 1, 2)), left + chance.choice((0, 1, 1, 2))
    apart = all(
        bottom < box[0] or box[2] < top or right < box[1] or box[3] < left for box in draft.merges
    )
    if (top, left) == (bottom, right) or not apart:
        return ""
    draft.merges.append((top, left, bottom, right))
    _drop_covered(draft)
    return f"merge {_a1(top, left)}:{_a1(bottom, right)}"


def _below(chance: random.Random, draft: Draft, *words: str) -> tuple[Position, list[Position]]:
    """A head with one of the words in it, and what stands below it."""
    texts = [(at, value) for at, (value, _) in draft.values.items() if isinstance(value, str)]
    heads = [at for at, text in texts if len(text) < 25 and any(word in text for word in words)]
    if not heads:
        return (0, 0), []
    row, column = chance.choice(heads)
    return (row, column), [at for at in draft.values if at[1] == column and at[0] > row]


FILLERS = (
    "无",
    "无。",
    "。",
    "、、",
    "/",
    "——",
    " ",
    "\u3000",
    "略",
    "......",
    "（无）",
    "N/A",
    "?",
)


def reason(chance: random.Random, draft: Draft) -> str:
    """A reason that says nothing, stands a row too low, or under the head beside its own."""
    head, cells = _below(chance, draft, "原因")
    if not cells:
        return ""
    one = chance.choice(cells)
    row, column = one
    match chance.randrange(4):
        case 0:
            draft.values[one] = (chance.choice(FILLERS), "General")
            return f"say nothing in {_a1(*one)}"
        case 1:
            (_, actual), _ = _below(chance, draft, "完成值", "实际值")
            if (row, actual) not in draft.values:
                return ""
            draft.values[one] = draft.values[row, actual]
            return f"copy {_a1(row, actual)} into {_a1(*one)}"
        case 2:
            below = (row + chance.choice((1, -1)), column)
            _move(draft, {one: below, below: one})
            return f"reason {_a1(*one)} to row {below[0]}"
        case _:
            beside = (head[0], head[1] + chance.choice((1, -1)))
            if beside[1] < 1:
                return ""
            _move(draft, {head: beside, beside: head})
            return f"head {_a1(*head)} to {_a1(*beside)}"


def figure(chance: random.Random, draft: Draft) -> str:
    """Points or a score as a dash, nothing, words, with their unit, in full width."""
    _, cells = _below(chance, draft, "分值", "得分", "权重", "预算数", "执行数")
    if not cells:
        return ""
    one = chance.choice(cells)
    value = draft.values[one][0]
    said = format(value, "g") if isinstance(value, int | float) else str(value)
    wide = said.translate({ord("."): "．", **{ord(d): chr(ord(d) + 0xFEE0) for d in "0123456789"}})
    texts = (
        "/",
        "—",
        "－",
        "",
        "不计分",
        f"{said}分",
        f" {said} 分",
        wide,
        f"{said}%",
        f"约{said}",
    )
    new = chance.choice(texts)
    if new:
        draft.values[one] = (new, "General")
    else:
        del draft.values[one]
    return f"figure {_a1(*one)} {said[:12]!r} as {new!r}"


def signs(chance: random.Random, draft: Draft) -> str:
    """A text with its signs in the other width: ≥90% as ≧９０％, (场) as （场）."""
    texts = [at for at, (value, _) in draft.values.items() if isinstance(value, str)]
    if not texts:
        return ""
    one = chance.choice(texts)
    value, style = draft.values[one]
    draft.values[one] = (value.translate(_OTHER_WIDTH), style)
    return f"signs of {_a1(*one)}"


_OTHER_WIDTH = str.maketrans(
    "0123456789%≥≤()<>=.:（）％：", "０１２３４５６７８９％≧≦（）＜＞＝．：()%:"
)


def exchange(chance: random.Random, draft: Draft) -> str:
    """Two rows anywhere change places, as when a row is dragged into another block."""
    rows = sorted({row for row, _ in draft.values})
    one, other = chance.choice(rows), chance.choice(rows)
    there = {one: other, other: one}
    _move(draft, {at: (there[at[0]], at[1]) for at in draft.values if at[0] in there})
    return f"exchange rows {one} and {other}"


def subtotal(chance: random.Random, draft: Draft) -> str:
    """A line that adds up the two above it, in the middle of a table."""
    at = chance.randint(3, max(3, draft.corner[0]))
    _grown(draft, at, 0)
    draft.values[at, 1] = (chance.choice(("小计", "产出指标小计", "小 计", "合计")), "General")
    for column in range(2, draft.corner[1] + 1):
        above = [draft.values.get((at - step, column), ("", ""))[0] for step in (1, 2)]
        numbers = [one for one in above if isinstance(one, int | float)]
        if len(numbers) == 2:
            draft.values[at, column] = (round(sum(numbers), 2), "General")
    _drop_covered(draft)
    return f"subtotal in row {at}"


def cover(chance: random.Random, draft: Draft) -> str:
    """A merge over a whole block of what is filled in: all but its first cell goes under it."""
    top, left = chance.choice(list(draft.values))
    box = (top, left, top + chance.choice((0, 1, 3)), left + chance.choice((0, 1, 3)))
    draft.merges = [one for one in draft.merges if not _meet(one, box)]
    if box[:2] != box[2:]:
        draft.merges.append(box)
    _drop_covered(draft)
    return f"cover {_a1(top, left)}:{_a1(box[2], box[3])}"


def _meet(one: Box, other: Box) -> bool:
    apart = one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]
    return not apart


CHANGES: tuple[Callable[[random.Random, Draft], str], ...] = (
    *(swap, shift, insert, delete, retype, merge),
    *(reason, reason, figure, figure, signs, exchange, subtotal, cover),
)
