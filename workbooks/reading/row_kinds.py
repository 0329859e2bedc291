"""What each row below a head is: an indicator or several, a group, a total, or nothing to judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

from workbooks.forms import ABSENT, Category, Cell, Indicator, State, Subcategory
from workbooks.reading import cell_readers
from workbooks.reading.cell_readers import Reader, typed_cell
from workbooks.reading.head_bands import Band
from workbooks.reading.labelled_cells import LABEL, Located, Mark
from workbooks.values import terms
from workbooks.values.dataclass import replace
from workbooks.values.regex import regex
from workbooks.values.target import read_target
from workbooks.vocabulary.head_words import folded
from workbooks.vocabulary.vocabulary import Step


class RowKind(Enum):
    """What a row of an indicator table is."""

    INDICATOR = "indicator"
    GROUP = "group"
    NOT_APPLICABLE = "not-applicable"
    LEFT_OVER = "left-over"
    TOTAL = "total"
    SUBTOTAL = "subtotal"
    LABEL = "label"
    APART = "apart"
    EMPTY = "empty"
    EXECUTION = "execution"


GROUP = Mark(LABEL, "indicators.group")
_EXECUTION = frozenset(
    {"预算执行率", "预算执行", "预算执行情况", "资金执行率", "项目预算执行率", "执行率"}
    | {"预算资金执行率", "预算执行率得分", "预算执行得分", "预算执行进度", "年度预算执行率"}
    | {"资金执行情况"}
)
GRADES = frozenset(
    {"优", "良", "中", "差", "优秀", "良好", "合格", "不合格", "较差", "及格", "一般"}
)
Row = Mapping[str, Cell[Any]]
_CARRIED = ("category", "subcategory")
_NOT_APPLICABLE = frozenset(
    {"不适用", "无此项", "不涉及", "无", "无该项", "无此指标", "不适用本项目", "本项目不涉及"}
    | {"不涉及此项", "无此项指标", "不涉及该指标", "无相关指标", "N/A"}
)
_SURELY = _NOT_APPLICABLE - {"无"}
_SEAL = regex(r"盖章|签章|签字|签名|公章|(?:\d{4}|_+|\s)年\s*\d*\s*月\s*\d*\s*日")
_SEAL_SIGNS = frozenset("章字名日")
_TAKEN_OUT = 2  # numbered columns that somebody deleted
_NUMBERED = 3  # digits that number no column
_FEWEST_NUMBERED = 3  # columns
_SUBTOTAL = regex(r".*小计|.+(?:指标|部分|类).{0,3}合计")


def kinds(form: Located, band: Band, read: Mapping[int, Row]) -> dict[int, RowKind]:
    """The kind of every row up to the end of the table.

    A label that closes it is believed only when no whole indicator follows: nothing that somebody
    filled in may be lost because of a 合计 in the middle. A 小计 never closes anything. A row that
    bears the name of a label (立项依据) is an indicator above whole ones, whatever it lacks. Where
    nobody has filled in a figure yet, a name and a target make a row whole.
    """
    look = _Rows(form, band)
    labels = {
        row: kind
        for row in read
        if not look.is_execution(row, read[row]) and (kind := look.label_kind(row, read[row]))
    }
    others = [row for row in read if row not in labels]
    whole = [row for row in others if look.is_whole(row, read[row])]
    whole = whole or [row for row in others if look.is_aimed(row, read[row])]
    last = max(whole, default=band.bottom)
    labels = {
        row: kind
        for row, kind in labels.items()
        if row > last or kind is not RowKind.LABEL or not look.is_named(row)
    }
    closing = (RowKind.TOTAL, RowKind.LABEL)
    closed = min((row for row, kind in labels.items() if row > last and kind in closing), default=0)
    valued = max((row for row, cells in read.items() if look.has_values(cells)), default=0)
    found = {}
    for row, cells in read.items():
        kind = labels.get(row)
        if kind is None and not (closed and row > closed):
            kind = look.kind(row, cells)
        if kind is RowKind.INDICATOR and row > valued > 0 and look.says_only_a_name(cells):
            kind = None  # words that somebody put below the table
        if kind is not None:
            found[row] = kind
    return found


def first_said(read: Row) -> Cell[str]:
    """The first cell of a row that says something beside its group."""
    said = (cell for key, cell in read.items() if key not in _CARRIED and cell.text)
    return next(said, ABSENT)


class _Rows:
    def __init__(self, form: Located, band: Band) -> None:
        self.form, self.page = form, form.page
        self.columns = {column.role: column for column in band.columns if column.role}
        self.spans = [(column.left, column.right) for column in band.columns]
        self.name = self.columns["name"].left
        self.first = min(column.left for column in self.columns.values())
        self.words = form.labels.words

    def label_kind(self, row: int, read: Row) -> RowKind | None:
        """Whether a row begins with a label that closes the table, a note, or adds up others."""
        for column, text in self.page.row(row):
            if column > self.name:
                return None
            if len(text) > 40 and not terms.is_note(text):
                continue
            kind = self._named(text)
            if kind is None:
                if "计" in (name := folded(text)) and _SUBTOTAL.fullmatch(name):
                    return RowKind.SUBTOTAL
                continue
            return kind if column < self.name or not self.is_whole(row, read) else None
        return None

    def _named(self, text: str) -> RowKind | None:
        if terms.is_note(text):
            return RowKind.LABEL
        before = text.replace("：", ":").partition(":")[0]
        for said in dict.fromkeys((text, before)):
            senses = self.words.senses(said)
            blocks = {block: s.role for block, s in senses if s.step is Step.EXACT}
            if blocks.get("closing") == "total":
                return RowKind.TOTAL
            ends = blocks.keys() & {"closing", "other", "heads", "goals", "weak_heads"}
            if blocks.get("money") == "corner" or blocks.get("heads") == "project_name":
                return RowKind.LABEL
            if ends and blocks.get("other") != "group" and "category" not in blocks.values():
                return RowKind.LABEL
        return None

    def is_named(self, row: int) -> bool:
        """Whether a row has nothing left of the names but groups, and a name that is no note."""
        texts = [(column, text) for column, text in self.page.row(row) if column <= self.name]
        if not texts or texts[-1][0] != self.name or terms.is_note(texts[-1][1]):
            return False
        return all(self._named(text) is None for _, text in texts[:-1])

    def is_whole(self, row: int, read: Row) -> bool:
        """Whether a row surely is an indicator: name, target and a figure in cells of its own."""
        figures = [key for key in ("points", "score") if key in self.columns]
        filled = any(read[key].state is State.READ and self._own(row, read, key) for key in figures)
        if not figures:
            filled = "actual" not in self.columns or self._own(row, read, "actual")
        return filled and self.is_aimed(row, read)

    def is_aimed(self, row: int, read: Row) -> bool:
        """Whether a row has a name and a target in cells of its own."""
        targets = ("target", "adjusted_target")
        aimed = any(self._own(row, read, key) for key in targets) or "target" not in self.columns
        return aimed and self._own(row, read, "name")

    def _own(self, row: int, read: Row, role: str) -> bool:
        column = self.columns.get(role)
        if column is None or role not in read or not read[role].text:
            return False
        area = self.page.sheet.merged.get((row, column.left))
        return area is None or (area.top == row and area.left >= column.left)

    def kind(self, row: int, read: Row) -> RowKind | None:
        """The kind of a row that is no label; None where it only goes on with the one above."""
        own = [text for _, text in self.page.row(row)]
        said = [cell for key, cell in read.items() if key not in _CARRIED]
        if _is_numbering(own) or self._numbers_columns(row):
            return RowKind.APART
        if self.is_execution(row, read):
            return RowKind.EXECUTION
        if self._is_group(row, read):
            return RowKind.GROUP
        if not any(cell.text or not cell.blank for cell in said if cell.state is not State.ABSENT):
            return self._nothing_said(row)
        if self._across(row) and not self.has_values(read):
            return RowKind.APART
        if all(map(_is_sealed, own)):
            return RowKind.APART
        if self._not_applicable(read):
            return RowKind.NOT_APPLICABLE
        if _left_over(read):
            return RowKind.LEFT_OVER
        return RowKind.INDICATOR

    def _nothing_said(self, row: int) -> RowKind | None:
        """A row of which no column holds anything but a group: left over, or across the columns."""
        texts = self.page.row(row)
        if self._across(row) or any(_is_sealed(text) for _, text in texts):
            return RowKind.APART
        left = (self.columns[key].left for key in _CARRIED if key in self.columns)
        groups = {column for column in left if column != self.name}
        own = [column for column, _ in texts if column >= self.first]
        return RowKind.EMPTY if own and groups.issuperset(own) else None

    def _numbers_columns(self, row: int) -> bool:
        """Whether a row numbers the columns from left to right, but for a head or two in it."""
        texts = [text for _, text in self.page.row(row) if text not in ("栏次", "栏目", "行次")]
        if sum(map(str.isdecimal, texts)) < 3:
            return False
        known = self.words.likely
        figures = [text for text in texts if text.isdecimal() or known("indicators", text) is None]
        numbers = [int(text) for text in figures if text.isdecimal() and len(text) < _NUMBERED]
        if not len(numbers) == len(figures) > 2 or len(texts) - len(figures) > 2:
            return False
        places = [at for at, text in enumerate(texts) if text.isdecimal()]
        return len({number - at for number, at in zip(numbers, places, strict=True)}) == 1

    def is_execution(self, row: int, read: Row) -> bool:
        """Whether a row tells how the budget was executed, across the names of indicators."""
        if read.get("name", ABSENT).text:
            return False
        texts = [
            (column, text)
            for column, text in self.page.row(row)
            if self.page.area((row, column)).right >= self.first
        ]
        if not texts or texts[0][0] > self.name:
            return False
        column, text = texts[0]
        alone = all(x > self.name for x, _ in texts[1:])
        wide = self.page.area((row, column)).right >= self.name
        scored = any(read[key].value is not None for key in ("points", "score") if key in read)
        return alone and wide and scored and folded(text) in _EXECUTION

    @staticmethod
    def says_only_a_name(read: Row) -> bool:
        """Whether a row holds a name, or words in its place, nothing else, and is in no group."""
        return [key for key, cell in read.items() if cell.text] == ["name"]

    @staticmethod
    def has_values(read: Row) -> bool:
        """Whether a row has a target, an actual value or a figure."""
        return any(read[key].text for key in ("target", "actual", "points", "score") if key in read)

    def _across(self, row: int) -> bool:
        """Whether a cell of the row lies across columns."""
        for column, _ in self.page.row(row):
            area = self.page.sheet.merged.get((row, column))
            if area is not None and area.left < area.right:
                inside = any(a <= area.left and area.right <= b for a, b in self.spans)
                if not inside and area.right >= self.first:
                    return True
        return False

    def _is_group(self, row: int, read: Row) -> bool:
        """Whether a row is a group alone: 产出指标(50分), with its points beside it or not."""
        texts = self.page.row(row)
        if not texts or texts[0][0] > self.name or self._has_targets(read):
            return False
        (column, text), rest = texts[0], texts[1:]
        name = read.get("name", ABSENT)
        figures = (cell_readers.typed_cell(t, cell_readers.points) for _, t in rest)
        if len(text) > 30 or any(figure.state is not State.READ for figure in figures):
            return False
        area = self.page.area((row, column))
        alone = area.right >= self.name or column == self.name or bool(rest)
        known = (
            cell_readers.category(text, "") is not Category.OTHER
            or cell_readers.subcategory(text, "") is not Subcategory.OTHER
        )
        if column == self.name:  # where 群众满意度 is an indicator that lacks target and value
            known = known and cell_readers.names_a_level(text)
        return alone and known and (not name.text or name.text == text.strip())

    @staticmethod
    def _has_targets(read: Row) -> bool:
        return any(read[key].text for key in ("target", "actual", "note") if key in read)

    @staticmethod
    def _not_applicable(read: Row) -> bool:
        """Whether a row says that it does not apply: no points are at stake then."""
        figures = [read[key] for key in ("points", "score") if key in read]
        if any(cell.value for cell in figures):
            return False
        name, target = (terms.clean(read.get(key, ABSENT).text) for key in ("name", "target"))
        if name in _NOT_APPLICABLE or target in _SURELY:
            return True
        said = [cell for key, cell in read.items() if key not in _CARRIED and cell.text]
        if all(cell.blank for cell in said):
            return True  # nothing but dashes
        values = [read[key] for key in ("target", "actual", "points") if key in read]
        if target == "无":
            return all(cell.blank or terms.clean(cell.text) == "无" for cell in values[1:])
        return len(values) > 0 and all(cell.blank and cell.text for cell in values)


def _is_numbering(own: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: 1|2|3|4, 栏次|1|2|3, or 1|2|4 where one is gone.

    >>> _is_numbering(["栏次", "1", "2", "3"]), _is_numbering(["培训", "1", "1"])
    (True, False)
    """
    numbers = []
    for text in own:
        figure = text.strip("()（）=:：")
        if figure.isdecimal() and len(figure) < _NUMBERED:
            numbers.append(int(figure))
        elif text not in ("栏次", "栏目", "行次"):
            return False
    if len(numbers) < _FEWEST_NUMBERED:
        return False
    apart = max(numbers) - min(numbers) + 1 - len(numbers)
    return len(set(numbers)) == len(numbers) and apart <= _TAKEN_OUT


def _is_sealed(text: str) -> bool:
    """Whether a text is where somebody signs or dates: each way of saying so ends in one of four
    signs, which hardly a text of a table has.
    """
    return not _SEAL_SIGNS.isdisjoint(text) and _SEAL.search(text) is not None


def _left_over(read: Row) -> bool:
    """Whether a row holds what a blank form prints and nothing else; points at stake are more."""
    cells = [c for key, c in read.items() if key not in (*_CARRIED, "target_relation")]
    said = [cell.text for cell in cells if cell.text and not cell.blank]
    return bool(said) and all(terms.PLACEHOLDER.fullmatch(terms.clean(text)) for text in said)


def carry(carried: dict[str, Cell[Any]], read: Row) -> None:
    """Takes over the group labels of a row; a new category ends the subcategory above."""
    category, subcategory = read.get("category", ABSENT), read.get("subcategory", ABSENT)
    if category.state is State.READ:
        if category.text != carried["category"].text:
            carried["subcategory"] = subcategory
        carried["category"] = category
    if subcategory.state is State.READ:
        carried["subcategory"] = subcategory


ABOVE = "同上"
"""What points and a score show in rows whose own stand in the first of several."""

_NUMBER = regex(r"(?:^|(?<=[\s;；。]))(?:指标)?[(（]?(\d{1,2})(?:[.．](?!\d)|[、)）:：])\s*")
_BEFORE_A_NUMBER = ("(", "（", "指标")
_CIRCLED = regex("[①-⑳]")
_SHARED = ("category", "subcategory")
_SPLIT = ("name", "target")
_EACH = ("actual", "forecast", "target_relation", "target_unit", "actual_relation", "actual_unit")
_SHORTEST_NAME = 4


def numbered(text: str) -> list[str]:
    """The parts of a text that counts them from one; none where it does not.

    >>> numbered("1.培训场次\\n2.培训人数"), numbered("①≥10场 ②≥300人"), numbered("1.5万元")
    (['培训场次', '培训人数'], ['≥10场', '≥300人'], [])
    """
    text = text.strip()
    if not (text[:1].isnumeric() or text.startswith(_BEFORE_A_NUMBER)):
        return []
    if _CIRCLED.match(text):
        parts = [part.strip(" \n;；。") for part in _CIRCLED.split(text)[1:]]
        return parts if len(parts) > 1 and all(parts) else []
    before, *rest = _NUMBER.split(text)
    counted, parts = rest[::2], [part.strip(" \n;；。") for part in rest[1::2]]
    if before.strip() or len(parts) < 2 or not all(parts):
        return []
    return parts if [int(n) for n in counted] == list(range(1, len(parts) + 1)) else []


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _parts(text: str, count: int, counted: bool) -> list[str]:
    """The parts of a text, numbered or in lines, where there are so many.

    1.10场 is the first of several only where others are `counted` too, and 1.1 else; then nobody
    can tell.
    """
    found = numbered(text)
    if not found:
        found = _lines(text)
        starts = [f"{at}." for at in range(1, len(found) + 1)]
        if len(found) > 1 and all(map(str.startswith, found, starts)):
            found = [line[len(f"{at}.") :].strip() for at, line in enumerate(found, 1)]
            return found if counted and len(found) == count and all(found) else []
    return found if len(found) == count else []


def indicators(read: Row, readers: Mapping[str, Reader[Any]]) -> Sequence[Row]:
    """The indicators of a row: itself, or one for each name that has a target of its own.

    They are told apart only where names, targets and actual values are as many, and the names are
    counted, or every target is whole by itself: a name broken in two lines is one name.
    """
    name, target = (read.get(role, ABSENT).text for role in _SPLIT)
    names = numbered(name)
    count = len(names or _lines(name))
    counted = bool(names)
    aims = _parts(target, count, counted)
    if count < 2 or len(aims) != count or not (counted or _are_whole(_lines(name), aims)):
        return [read]
    told = [role for role in _EACH if read.get(role, ABSENT).text]
    each = {role: _parts(read[role].text, count, counted) for role in told}
    if not all(each.values()):
        return [read]
    each |= {"name": names or _lines(name), "target": aims}
    return [_one(read, at, count, each, readers) for at in range(count)]


def _are_whole(names: Sequence[str], aims: Sequence[str]) -> bool:
    """Whether lines are names and targets of their own, and no broken ones."""
    targets = [read_target(aim) for aim in aims]
    figures = all(one.value is not None and one.unit for one in targets if not isinstance(one, str))
    return figures and all(len(name) >= _SHORTEST_NAME for name in names)


def _one(
    read: Row,
    at: int,
    count: int,
    each: Mapping[str, Sequence[str]],
    readers: Mapping[str, Reader[Any]],
) -> Row:
    """One of several: its own parts; what stands once for all belongs to the first."""
    found: dict[str, Cell[Any]] = {}
    for role, cell in read.items():
        parts = each.get(role) or ([] if role in _SHARED else _parts(cell.text, count, False))
        if parts:
            said = typed_cell(parts[at], readers[role])
            found[role] = said._replace(label=cell.label, address=cell.address)
        elif at and role not in _SHARED and cell.text:
            found[role] = cell._replace(state=State.BLANK, text=ABOVE, value=None)
        else:
            found[role] = cell
    return found


def sharing(rows: Sequence[Indicator]) -> Iterator[Indicator]:
    """The same; those whose points and score stand once for several of them say so.

    The reason of a deduction may stand at any of them.
    """
    first = 0
    while first < len(rows):
        after = first + 1
        while after < len(rows) and _goes_on(rows[after]):
            after += 1
        group, first = rows[first:after], after
        if len(group) == 1:
            yield group[0]
            continue
        notes = (row.note for row in group if row.note.text and not row.note.blank)
        yield replace(group[0], shared=True, note=next(notes, group[0].note))
        yield from (replace(row, shared=True) for row in group[1:])


def _goes_on(row: Indicator) -> bool:
    return row.points.text == ABOVE and row.points.state is State.BLANK
