"""A layout and its filling as a sheet, as a clerk's workbook has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.reading_corpus.filling import Filled, fill
from tests.reading_corpus.layouts import Box, Layout, Line
from tests.reading_corpus.projects import Project
from tests.reading_corpus.rows import OF_PROJECT, Entry
from tests.reading_corpus.sheet import Position, Sheet, Stone
from tests.reading_corpus.style import Written

GROUPED = frozenset({"一级", "二级", "中期二级", "层级", *OF_PROJECT})
"""What is drawn once for several rows."""


@dataclass(slots=True)
class Pen:
    """Where the drawing is, and what belongs to what."""

    width: int
    sheet: Sheet = field(default_factory=Sheet)
    row: int = 0
    owners: dict[Position, Position] = field(default_factory=dict)
    groups: dict[int, tuple[str, Position]] = field(default_factory=dict)

    def put(self, column: int, span: int, content: Written, place: str = "") -> None:
        """Draws a cell in the present row."""
        at = (self.row, column)
        if content.raw not in (None, ""):
            self.sheet.cells[at] = Stone(content.raw, content.number_format, place)
        for taken in range(column, column + span):
            self.owners[self.row, taken] = at

    def extend(self, column: int, span: int) -> None:
        """Continues the cell above into the present row."""
        owner = self.owners.get((self.row - 1, column), (self.row, column))
        for taken in range(column, column + span):
            self.owners[self.row, taken] = owner

    def finished(self) -> Sheet:
        """The sheet with its merged areas."""
        areas: dict[Position, list[int]] = {}
        for (row, column), owner in self.owners.items():
            area = areas.setdefault(owner, [*owner, *owner])
            area[2], area[3] = max(area[2], row), max(area[3], column)
        self.sheet.merges = [
            (top, left, bottom, right)
            for top, left, bottom, right in areas.values()
            if (top, left) != (bottom, right)
        ]
        return self.sheet


def draw(layout: Layout, projects: Sequence[Project]) -> tuple[Sheet, tuple[Filled, ...]]:
    """The sheet, and what was filled in for each project (one, but in tables of many)."""
    filled = tuple(fill(layout, project, at) for at, project in enumerate(projects))
    pen = Pen(max(line.width for line in layout.lines))
    for at, line in enumerate(layout.lines):
        match line.sign:
            case "%":
                heads = _heads(layout.lines, at)
                entries = [entry for one in filled for entry in _own(one)]
                _table(pen, line, heads, _part(layout, at, entries), layout)
            case "$":
                for money in filled[0].funds:
                    _line(pen, line, {**filled[0].head, **money})
            case "&":
                _total(pen, line, layout, filled[0].head)
            case _:
                _line(pen, line, filled[0].head)
    sheet = pen.finished()
    sheet.name = layout.settings.get("sheet", sheet.name)
    return sheet, filled


def _own(filled: Filled) -> list[Entry]:
    """The rows of one project, each with what the whole form says."""
    return [
        Entry({**filled.head, **entry.places}, entry.groups, entry.banner)
        for entry in filled.entries
    ]


def _part(layout: Layout, at: int, entries: list[Entry]) -> list[Entry]:
    """What stands in this table, where the layout spreads the rows over several (`parts`)."""
    parts = int(layout.settings.get("parts", "1"))
    before = sum(line.sign == "%" for line in layout.lines[:at])
    size = -(-len(entries) // parts)
    return entries[before * size :][:size] if parts > 1 else entries


def _heads(lines: Sequence[Line], at: int) -> list[Line]:
    first = at
    while first and lines[first - 1].sign == "#":
        first -= 1
    return list(lines[first:at])


def _line(pen: Pen, line: Line, facts: Mapping[str, Written]) -> None:
    """One row; its last cell takes what is left of the width."""
    pen.row += 1
    column = 1
    for at, box in enumerate(line.boxes):
        rest = pen.width - column + 1 if at == len(line.boxes) - 1 else box.span
        _box(pen, box, column, rest, facts)
        column += rest


def _box(pen: Pen, box: Box, column: int, span: int, facts: Mapping[str, Written]) -> None:
    if box.text == "^":
        pen.extend(column, span)
    elif box.field:
        pen.put(column, span, facts.get(box.field, Written()), box.field)
    else:
        text = box.text
        for name in box.fields:
            text = text.replace("{" + name + "}", facts[name].text)
        pen.put(column, span, Written(text), "+".join(box.fields))


def _table(
    pen: Pen, line: Line, heads: Sequence[Line], entries: Sequence[Entry], layout: Layout
) -> None:
    """The rows of the indicator table; `repeat` draws the head again after so many."""
    style = layout.settings.get("groups", "merged")
    every = int(layout.settings.get("repeat", "0"))
    pen.groups = {}
    for number, entry in enumerate(entries):
        if every and number and number % every == 0 and not entry.banner:
            pen.groups = {}
            for head in heads:
                _line(pen, head, entry.places)
        if entry.banner:
            pen.row += 1
            _banner(pen, line, entry.banner)
            pen.groups = {}
            continue
        pen.row += 1
        column = 1
        for at, box in enumerate(line.boxes):
            span = pen.width - column + 1 if at == len(line.boxes) - 1 else box.span
            if box.field in GROUPED:
                _grouped(pen, box, column, span, entry, style)
            else:
                _box(pen, box, column, span, entry.places)
            column += span


def _grouped(pen: Pen, box: Box, column: int, span: int, entry: Entry, style: str) -> None:
    """一级 and the like: drawn once for a group, unless the style repeats it."""
    group = entry.groups.get(box.field, "")
    before = pen.groups.get(column, ("", (0, 0)))[0]
    content = entry.places.get(box.field, Written())
    if group != before or style == "each":
        pen.put(column, span, content, box.field)
        pen.groups[column] = (group, (pen.row, column))
    elif style == "merged":
        pen.extend(column, span)
    else:
        pen.put(column, span, Written(), box.field)


def _banner(pen: Pen, line: Line, text: str) -> None:
    """A text across the table; what continues a cell from above at its left still does."""
    column = 1
    for box in line.boxes:
        if box.text != "^":
            break
        pen.extend(column, box.span)
        column += box.span
    pen.put(column, pen.width - column + 1, Written(text), "banner")


def _total(pen: Pen, line: Line, layout: Layout, facts: Mapping[str, Written]) -> None:
    """总分: the label up to the first of 分值 and 得分, the sums below them."""
    table = [one for one in layout.lines if one.sign == "%"][-1]
    starts: dict[str, tuple[int, int]] = {}
    column = 1
    for box in table.boxes:
        starts.setdefault(box.field or box.text, (column, box.span))
        column += box.span
    sums = {"分值": "总分值", "得分": "总得分"}
    places = sorted((starts[key], place) for key, place in sums.items() if key in starts)
    places = [one for one in places if one[0][0] > 1]
    pen.row += 1
    if not places:
        pen.put(1, 1, Written(line.boxes[0].text))
        pen.put(2, pen.width - 1, facts["总得分"], "总得分")
        return
    pen.put(1, places[0][0][0] - 1, Written(line.boxes[0].text))
    blank = "blank" in layout.settings
    for (column, span), place in places:
        pen.put(column, span, Written() if blank else facts[place], place)
    after = places[-1][0][0] + places[-1][0][1]
    rating = line.boxes[1].field if len(line.boxes) > 1 else ""
    if rating or after <= pen.width:
        span = max(pen.width - after + 1, 1)
        pen.put(after, span, facts.get(rating, Written()), rating)
