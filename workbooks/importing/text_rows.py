"""The rows of an indicator table, out of a text whose columns run into one another.

A row ends with its figures, which have a shape; before them stand its name and what it aims at.
Names of 一级 and 二级指标 stand before their first row, in pieces; the rest of one may come later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation

from workbooks.forms import Category, Subcategory
from workbooks.importing.text_tokens import AIM, PLAIN, VALUE, Token, is_open, together
from workbooks.values.dataclass import dataclass, field
from workbooks.values.regex import regex
from workbooks.values.terms import clean

DISORDER = "没有框线，文字的先后次序又与表格不合（{why}），哪些字归哪一格看不出来。{remedy}"
REMEDIES = {
    "行": "请导入 PDF 本身；只有文字的，请照原件录入。",
    "页": "请向原单位要 Excel 原件，或照原件录入。",
}
"""What to do, by what the text was taken from: a text, or a PDF."""
NO_ROWS = "一行指标也没有认出"
LEVELS_INSIDE = "一级、二级指标的名称不在它的第一行前面"
NO_FIGURE = "有的行缺数"
OTHER_TOTAL = "各行分值加起来不是总分"
NOTE_BY_ORDER = "归在这一行是按先后定的，也可能是别的格的下半截"
NAME_BY_ORDER = "前后有别的文字，名称从哪里到哪里是按先后和长短定的"
BY_ORDER = "这一行几格的文字折行后混在一起，从哪里分开是按长短定的"
LABEL_CUT = "名称断成几截，夹在别的文字中间，已经接上"
REST_LATER = "名称的下半截在分页以后，已经接上"

_FIRST = tuple(kind.value for kind in Category if kind is not Category.OTHER)
_SECOND = tuple(kind.value for kind in Subcategory if kind.value not in (*_FIRST, "其他"))
_SIDE = "绩效指标"
_LEVELS = (_SIDE, *_FIRST, *_SECOND)
_ENDS = regex(r"[。！？]$")
_LEAST = 2  # signs by which the beginning of a level is known


@dataclass(slots=True)
class Level:
    """A name of 一级 or 二级指标, before which row it stands, and whether it came in pieces."""

    text: str
    row: int
    is_first: bool
    place: int
    cut: bool = False


@dataclass(slots=True)
class TextCell:
    """What one cell of a row says, where it stood, and why it is doubtful."""

    words: list[Token] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def said(self) -> tuple[str, tuple[int, ...], tuple[str, ...]]:
        """Its text, its places and its doubts."""
        text, more = together(self.words)
        places = tuple(sorted({word.place for word in self.words}))
        return text, places, tuple(dict.fromkeys((*self.doubts, *more)))


TextRow = dict[str, TextCell]
"""The cells of a row by their roles."""


@dataclass(slots=True)
class TextRows:
    """The rows of a table, its levels, and words that found no place."""

    rows: list[TextRow] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    lost: list[Token] = field(default_factory=list)


def text_rows(words: Sequence[Token], roles: Sequence[str]) -> TextRows:
    """The rows of a table with such columns (`name`, `target`, `actual` …), in their order."""
    return _Rows(words, [role for role in roles if role not in ("category", "subcategory")]).read()


class _Rows:
    """A table while it is read: `pieces` are words that no row has taken yet."""

    def __init__(self, words: Sequence[Token], roles: Sequence[str]) -> None:
        self.words, self.roles = words, roles
        self.figures = [role for role in roles if role not in ("name", "note")]
        self.found = TextRows()
        self.pieces: list[Token] = []
        self.open: list[tuple[str, Level]] = []
        self.after_level = -1
        alone = [word for word in words if not AIM.match(word.text) and not VALUE.match(word.text)]
        self.width = max((len(word.text) for word in alone if word.first), default=0)

    def read(self) -> TextRows:
        at = 0
        while at < len(self.words):
            end = self.level(at) or self.row(at)
            if end is None:
                self.pieces.append(self.words[at])
                end = at + 1
            at = end
        self.left_over(last=True)
        return self.found

    def level(self, at: int) -> int | None:
        """Where the name of a level that begins here ends; None where none does."""
        word = self.words[at]
        for number, (begun, level) in enumerate(self.open):
            if word.first and self.names(begun + word.text):
                level.cut, level.text = True, self.names(begun + word.text)[0]
                self.open[number] = (begun + word.text, level)
                if level.text == begun + word.text:
                    del self.open[number]
                return at + 1
        text, end = word.text, at + 1
        while text not in _LEVELS and end < len(self.words) and self.words[end].first:
            if not self.names(text + self.words[end].text):
                break
            text, end = text + self.words[end].text, end + 1
        names = self.names(text)
        if not names or len(text) < _LEAST:
            return None
        if text not in _LEVELS and not self.may_stay_open(at, end):
            return None
        self.left_over()
        self.after_level = end
        level = Level(names[0], len(self.found.rows), names[0] in _FIRST, word.place)
        if names[0] != _SIDE:
            self.found.levels.append(level)
        if text not in _LEVELS:
            self.open.append((text, level))
        return end

    def names(self, begun: str) -> list[str]:
        """The levels whose names begin so; first those that belong below the last 一级指标."""
        names = [name for name in _LEVELS if name.startswith(begun)]
        above = next((level.text for level in self.found.levels[::-1] if level.is_first), "")
        return sorted(names, key=lambda name: above[:2] not in name)

    def may_stay_open(self, at: int, end: int) -> bool:
        """Whether the beginning of a name may stand here alone, its rest being elsewhere."""
        word = self.words[at]
        figure = end < len(self.words) and AIM.match(self.words[end].text)
        goes_on = bool(self.pieces) and self.is_full(self.pieces[-1])
        beside = at == self.after_level and not word.first
        return (word.first or beside) and not figure and not goes_on

    def row(self, at: int) -> int | None:
        """Where the figures of a row end that begin here; None where none do."""
        if "points" in self.figures or "score" in self.figures:
            return self.scored_row(at)
        word = self.words[at]
        if AIM.match(word.text):
            end = self.closed(at)
            self.finish({"target": self.words[at:end]}, self.pieces)
            return end
        beside = at > 0 and self.words[at - 1].line == word.line and bool(self.pieces)
        last_in_line = at + 1 == len(self.words) or self.words[at + 1].first
        if beside and last_in_line and self.pieces[-1].first:
            self.finish({"target": [word]}, self.pieces)
            return at + 1
        return None

    def closed(self, at: int) -> int:
        """Where a figure ends whose bracket may be closed on a later line."""
        end, text = at + 1, self.words[at].text
        while is_open(text) and end < len(self.words):
            text, end = text + self.words[end].text, end + 1
        return end

    def scored_row(self, at: int) -> int | None:
        """A row that ends with as many plain numbers beside each other as its form has columns."""
        plain = [role for role in self.figures if role in ("points", "score")]
        end = at + len(plain)
        ending = self.words[at:end]
        if len(ending) < len(plain) or not all(PLAIN.match(word.text) for word in ending):
            return None
        if len({word.line for word in ending}) > 1 or not self.pieces:
            return None
        cells = {role: [word] for role, word in zip(plain, ending, strict=True)}
        pieces = list(self.pieces)
        shaped = [role for role in self.figures if role not in plain]
        for role in reversed(shaped):
            cells[role] = _taken(pieces, ending[0].line)
        self.finish(cells, pieces)
        return end

    def finish(
        self, figures: dict[str, list[Token]] | dict[str, Sequence[Token]], pieces: Sequence[Token]
    ) -> None:
        """Makes a row of its figures and the words before them."""
        row = {role: TextCell(list(words)) for role, words in figures.items()}
        target = row.get("target")
        name, before, mixed = self.name(pieces, target)
        self.pieces = list(before)
        self.left_over()
        row["name"] = TextCell(name, [NAME_BY_ORDER] if before and len(name) > 1 else [])
        if mixed:
            row["name"].doubts.append(BY_ORDER)
            if target is not None:
                target.doubts.append(BY_ORDER)
        self.found.rows.append(row)
        self.pieces = []

    def name(
        self, pieces: Sequence[Token], target: TextCell | None
    ) -> tuple[list[Token], Sequence[Token], bool]:
        """The words of a name, those that stood before it, and whether that rests on lengths."""
        if target is not None and not target.words:
            # What it aims at is in words, broken over lines: the name ends at a line that is short.
            after = max(
                (n for n, word in enumerate(pieces, 1) if _ENDS.search(word.text)), default=0
            )
            own = pieces[after:]
            cut = next((n for n, word in enumerate(own, 1) if not self.is_full(word)), 0)
            target.words = list(own[cut:])
            return list(own[:cut]), pieces[:after], True
        start = len(pieces) - 1
        while start > 0 and (
            pieces[start].line == pieces[start - 1].line or self.is_full(pieces[start - 1])
        ):
            start -= 1
        return list(pieces[max(start, 0) :]), pieces[: max(start, 0)], False

    def is_full(self, word: Token) -> bool:
        """Whether a line is as long as the names are wide, so that it may go on."""
        return len(word.text) >= self.width - 1

    def left_over(self, last: bool = False) -> None:
        """Gives the words that no row took to the row before: its note, or the rest of its name."""
        pieces, self.pieces = self.pieces, []
        if not pieces:
            return
        row = self.found.rows[-1] if self.found.rows else None
        if row is not None and "note" in self.roles:
            note = row.setdefault("note", TextCell())
            note.words += pieces
            note.doubts.append(NOTE_BY_ORDER)
            if len(row["name"].words) > 1 or _is_cut(row["name"].words):
                row["name"].doubts.append(NAME_BY_ORDER)
        elif row is not None and row["name"].words and self.is_full(row["name"].words[-1]):
            row["name"].words.append(pieces[0])
            row["name"].doubts.append(REST_LATER)
            self.worded_row(pieces[1:])
        else:
            self.worded_row(pieces)

    def worded_row(self, pieces: Sequence[Token]) -> None:
        """A row whose aim is in words on lines of its own: 优秀."""
        cut = next((n for n, word in enumerate(pieces, 1) if not self.is_full(word)), len(pieces))
        if not pieces[cut:] or "target" not in self.roles:
            self.found.lost += pieces
            return
        cells = {"name": TextCell(list(pieces[:cut])), "target": TextCell(list(pieces[cut:]))}
        for cell in cells.values():
            cell.doubts.append(BY_ORDER)
        self.found.rows.append(cells)


def _is_cut(words: Sequence[Token]) -> bool:
    return is_open("".join(word.text for word in words))


def _taken(pieces: list[Token], line: int) -> list[Token]:
    """Takes a figure, or a word in its place, off the end of a row's words."""
    taken: list[Token] = []
    while pieces:
        taken.insert(0, pieces.pop())
        text = clean("".join(word.text for word in taken))
        if text.count(")") > text.count("(") or text.startswith("("):
            continue
        if AIM.match(text) or VALUE.match(text):
            return taken
        break
    # Alone on its line a word may be a part of several: whoever asks must see by the lengths.
    if len(taken) == 1 and taken[0].first and taken[0].line != line:
        pieces.append(taken.pop())
    return taken


def groups(found: TextRows, is_first: bool) -> Iterator[tuple[Level, int, int]]:
    """The names of one level, each with its first row and the one after its last."""
    levels = [level for level in found.levels if level.is_first == is_first]
    starts: Iterable[int] = (level.row for level in (*levels[1:],))
    ends = [*starts, len(found.rows)]
    if not is_first:
        firsts = [level.row for level in found.levels if level.is_first]
        ends = [
            min([end, *(row for row in firsts if row > level.row)])
            for level, end in zip(levels, ends, strict=True)
        ]
    for level, end in zip(levels, ends, strict=True):
        if end > level.row:
            yield level, level.row, end


def disorder(found: TextRows, roles: Sequence[str], totals: Sequence[str], counted: str) -> str:
    """Why the words of a text are not in the order of its cells, as a sentence; empty if they are.

    What a program takes out of a PDF comes in the order in which it was drawn, in that of its
    lines, or in none; only the first is that of the cells. The form itself tells: each level begins
    with a row, each row has its figures, and the points add up.
    """
    whole = {"category", "subcategory"} <= set(roles)
    why = ""
    if not found.rows:
        why = NO_ROWS
    elif whole and not _levels_begin_with_rows(found):
        why = LEVELS_INSIDE
    elif any(not _has_figures(row, roles) for row in found.rows):
        why = NO_FIGURE
    elif "points" in roles and totals and not _adds_up(found.rows, totals):
        why = OTHER_TOTAL
    return DISORDER.format(why=why, remedy=REMEDIES[counted]) if why else ""


def _levels_begin_with_rows(found: TextRows) -> bool:
    """Whether the first row has both levels, and each 一级指标 begins with a 二级指标."""
    first = {level.row for level in found.levels if level.is_first}
    second = {level.row for level in found.levels if not level.is_first}
    return 0 in first and first <= second


def _has_figures(row: TextRow, roles: Sequence[str]) -> bool:
    said = {role: row[role].said()[0] if role in row else "" for role in roles}
    if not said.get("name") or not said.get("target") or VALUE.match(said["name"]):
        return False
    by_number = AIM.match(said["target"]) is not None
    return "actual" not in roles or not by_number or VALUE.match(said["actual"]) is not None


def _adds_up(rows: Sequence[TextRow], totals: Sequence[str]) -> bool:
    """Whether the points are those of the total, with those of the money, which come last."""
    try:
        points = sum(Decimal(row["points"].said()[0]) for row in rows)
        total, *money = map(Decimal, totals)
        return total == points + sum(money)
    except (InvalidOperation, KeyError):
        return False
