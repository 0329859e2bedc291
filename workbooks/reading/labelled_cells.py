"""One form's area, its labels, and the cells at them; and what became of each of its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from workbooks.forms import ABSENT, Cell, State
from workbooks.grid import Position, address
from workbooks.reading import cell_readers
from workbooks.reading.cell_readers import Reader
from workbooks.reading.edition import Edition
from workbooks.reading.form_area import LabelIndex, Page
from workbooks.reading.head_bands import Column
from workbooks.sparing import Fault, spare
from workbooks.values import terms
from workbooks.values.dataclass import dataclass, field
from workbooks.values.regex import regex
from workbooks.vocabulary.head_words import LONGEST, bare, head_word
from workbooks.vocabulary.vocabulary import Step

T = TypeVar("T")
_SHORT = 12  # signs of a text that may be a label rather than a goal
_ENDS = ("。", "；", ";", "！", ".")
_LABEL = 15  # signs of a label that no list has
_TAKEN_APART = 8  # cells looked at: 评分等级 spans five columns, its value three


@dataclass(frozen=True, slots=True)
class Mark:
    """What a cell is: a label (标签), a value of a role, or set apart for a reason (不读)."""

    what: str
    role: str
    step: Step = Step.EXACT


_IS_UNIT = regex("(?:人民币)?(?:亿|万)?元")
LABEL, VALUE, APART = "标签", "值", "不读"


@dataclass(frozen=True, slots=True)
class Located:
    """One form's area seen through the words.

    `marks` is the account of its cells, as they are understood one by one; `tables` are the rows
    of its indicator tables, where a word is no head of the form.
    """

    page: Page
    edition: Edition
    labels: LabelIndex
    marks: dict[Position, Mark] = field(default_factory=dict)
    tables: set[int] = field(default_factory=set)
    indicator_rows: set[int] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    def spared(self, part: str, read: Callable[[], T], lost: T, *cells: str) -> T:
        """What a part of the form reads as; where our own code breaks on it, what is lost."""
        found, trace = spare(read)
        if not trace:
            return found  # type: ignore[return-value]
        self.faults.append(Fault("", trace, part, self.page.grid.sheet, cells))
        return lost

    def heading(self, block: str, *roles: str) -> str:
        """The address of the first label of a block that stands here; empty where none does."""
        places = (self.labels.first(self.page, block, role) for role in roles)
        return next((address(*place) for place in places if place is not None), "")

    def at(self, position: Position | None, reader: Reader[T], label: str) -> Cell[T]:
        """The cell at a position, or an absent one."""
        if position is None:
            return ABSENT
        where = self.page.anchor(position)
        grid = self.page.grid
        raw, number_format = grid.values.get(where), grid.formats.get(where, "")
        return cell_readers.cell(raw, number_format, reader, label, address(*where))

    def column(self, column: Column, reader: Reader[T], last: bool) -> Callable[[int], Cell[T]]:
        """The cells of a column by their rows: only what begins and ends inside its span.

        Behind the last column nothing stands that a wide cell could reach into.
        """
        sheet = self.page.sheet
        merged, rows, cell = sheet.merged, sheet.rows, cell_readers.cell
        values, formats = self.page.grid.values, self.page.grid.formats
        left, label = column.left, column.label
        right = column.right if not last else max(column.right, sheet.last_column + 1)
        single = column.left == column.right

        def cell_in(row: int) -> Cell[T]:
            where = row, left
            area = merged.get(where)
            if area is not None:
                if area.left < left or area.right > right:
                    return cell(None, "", reader, label, address(row, left))
                where = area.top, area.left
            raw = values.get(where)
            if raw is None and not single:
                for x, _ in rows.get(row, ()):
                    if left < x <= column.right:
                        inside = merged.get((row, x))
                        if inside is None or inside.right <= right:
                            raw, where = values.get((row, x)), (row, x)
                            break
            shown = formats.get(where, "") if formats else ""
            return cell(raw, shown, reader, label, address(*where))

        return cell_in

    def printed(self, position: Position) -> str:
        """A label as printed, on one line."""
        return terms.clean(self.page.text(position)).rstrip(":")

    def is_label(self, text: str) -> bool:
        """Whether a text is what some form prints, and so nobody's value."""
        if self.labels.words.is_label(text):
            return True
        word = head_word(text) if len(text) <= 20 else None
        return word is not None and word.name in terms.GROUP_LABELS

    def label(self, position: Position, role: str, step: Step = Step.EXACT) -> None:
        """Notes that a cell is a label."""
        self.marks[position] = Mark(LABEL, role, step)

    def unknown_head(self, block: str, position: Position) -> str:
        """What a head without a role is: the name of the whole table, or nothing anybody knows."""
        sense = self.labels.words.sense(block, self.page.text(position))
        return "corner" if sense is not None and sense.role == "corner" else "unknown"

    def apart(self, position: Position, reason: str) -> None:
        """Notes that a cell is set apart."""
        self.marks.setdefault(position, Mark(APART, reason))

    def apart_row(self, row: int, reason: str) -> None:
        """The same for every cell of a row."""
        for column, _ in self.page.row(row):
            self.marks.setdefault((row, column), Mark(APART, reason))

    def head(self, block: str, role: str, *, below: bool = False) -> Cell[str]:
        """A heading's value: right of its label, below it, or in the same cell; else absent."""
        return self.beside(block, role, cell_readers.words, below=below)

    def beside(self, block: str, role: str, reader: Reader[T], *, below: bool = False) -> Cell[T]:
        """The value of a label, wherever it is filled in; absent where there is no such label.

        Of several the first; of goals, whose labels also head others, the first that is filled in.
        """
        blanks: list[tuple[bool, bool, Cell[T]]] = []
        for label in self._free(block, role):
            place = self._below(label) if below else self._right_of(label)
            sense = self.labels.words.likely(block, self.page.text(label))
            self.label(label, role, sense.step if sense is not None else Step.EXACT)
            heads_others = self._is_above_others(label)
            mark = self.marks.get(self.page.anchor(place))
            stopped = self.is_label(self.page.text(place)) or self._heads_something(place, label)
            stopped = stopped or (mark is not None and mark.what == LABEL)
            if below and self._is_unlisted_head(place, label):
                continue  # there is a goal, under a head that no list has
            found: Cell[T] = Cell(State.BLANK, "", None, self.printed(label), address(*label))
            if not stopped:
                found = self.at(place, reader, self.printed(label))
                if not (found.blank and (below or heads_others)):
                    return found
            blanks.append((heads_others, stopped, found))
        inline = self._inline(block, role, reader)
        if not blanks or inline.state is not State.ABSENT:
            return inline
        heads_others, _, first = min(blanks, key=lambda one: one[:2])
        return ABSENT if heads_others and not below else first

    def _heads_something(self, place: Position, label: Position) -> bool:
        """Whether a text that no list has looks like a label and has something at its right.

        Below labels that stand side by side there are values, whatever they say.
        """
        text = self.page.text(place)
        if self.is_label(self.page.text(self.page.right_of(label))):
            return False
        blocks = {block for block, _ in self.labels.words.senses(text)}
        beside = self.page.text(self.page.right_of(place))
        return bool(blocks & {"heads", "goals"} and beside)

    def heads_words(self, place: Position) -> bool:
        """Whether a short text that no list has stands over a longer one of its columns."""
        text, below = self.page.text(place), self.page.below(place)
        said = self.page.text(below)
        if below[1] != place[1] or below[0] in self.tables or self.is_label(said):
            return False
        left = [other for x, other in self.page.row(below[0]) if x < below[1]]
        if text.endswith(_ENDS) or (left and self.is_label(left[-1])):
            return False
        blocks = {block for block, _ in self.labels.words.senses(text)}
        return 1 < len(text) <= min(_LABEL, len(said) - 1) and blocks <= {"other"}

    def _is_unlisted_head(self, place: Position, label: Position) -> bool:
        """Whether a text where a goal should be is a head that no list has, over or beside it."""
        text, right = self.page.text(place), self.page.text(self.page.right_of(place))
        if len(text) > _SHORT or self.is_label(text):
            return False
        if place[0] > label[0] and self.is_label(self.page.text(self.page.right_of(label))):
            return False  # below labels side by side there are values, whatever they say
        several = len(self.page.row(place[0])) > 1
        return (several and self.heads_words(place)) or len(right) > max(_SHORT, 2 * len(text))

    def _free(self, block: str, role: str) -> Iterator[Position]:
        """The places of a role's words that are no part of a table."""
        for place in self.labels.places(self.page, block, role):
            mark = self.marks.get(place)
            if place[0] in self.tables:
                continue
            if mark is None or mark.role == role or mark.what != LABEL:
                yield place

    def _is_above_others(self, label: Position) -> bool:
        """Whether a label only heads other labels: 年度总体目标 beside 预期目标."""
        return self.labels.words.sense("other", self.page.text(label)) is not None

    def _below(self, label: Position) -> Position:
        """The cell below a label, or the one at its right where that is what was filled in.

        Clerks write 预期目标 and 实际完成情况 below each other and the words beside them; then the
        next label stands below, or a cell of other columns, or nothing.
        """
        place, right = self._past_banner(label), self._goal_beside(label)
        said, beside = self.page.text(place), self.page.text(right)
        own = said and not self.is_label(said) and place[1] == label[1]
        own = own and place[0] not in self.tables and not self._heads_something(place, label)
        # 年度预算（万元） below, and the goal beside
        prose = len(said) <= _SHORT < len(beside) or bool(
            0 < len(said) <= LONGEST and head_word(said).unit
        )
        return right if (prose or not own) and beside and not self.is_label(beside) else place

    def _goal_beside(self, label: Position) -> Position:
        """The cell right of a label; past blank ones only one that is wide or long, as goals are,
        and no cell of a table that stands beside the form.
        """
        near, far = self.page.right_of(label), self._right_of(label)
        area = self.page.area(far)
        is_goal = area.left < area.right or len(self.page.text(far)) > _SHORT
        return far if is_goal else near

    def _past_banner(self, label: Position) -> Position:
        """The cell below a label, or below a banner that lies across more than its columns."""
        place, own = self.page.below(label), self.page.area(label)
        area = self.page.area(place)
        if self.page.text(place) and area.left <= own.left < own.right + 1 <= area.right:
            after = self.page.below(place)
            fits = self.page.area(after)
            if self.page.text(after) and (fits.left, fits.right) == (own.left, own.right):
                self.apart(place, "横跨各栏的说明")
                return after
        return place

    def _right_of(self, label: Position) -> Position:
        """The cell right of a label, or a text in the few after it.

        Where merged cells were taken apart, a value stands where its label once ended.
        """
        place = self.page.right_of(label)
        row = label[0]
        for column in range(place[1], place[1] + _TAKEN_APART):
            area = self.page.area((row, column))
            if area.left != area.right:
                text = self.page.text((row, column))
                return (row, column) if text and not self._is_other(text) else place
            if text := self.page.text((row, column)):
                return place if self._is_other(text) else (row, column)
        return place

    def _is_other(self, text: str) -> bool:
        return self.is_label(text) or text.endswith((":", "："))

    def _inline(self, block: str, role: str, reader: Reader[Any]) -> Cell[Any]:
        for place, text in self.labels.inline(self.page, block, role):
            if place[0] not in self.tables and not _IS_UNIT.fullmatch(text.strip()):
                self.marks[place] = Mark(VALUE, role)
                name = bare(self.page.text(place)).partition(":")[0]
                return cell_readers.cell(text, "", reader, name, address(*place))
        return ABSENT
