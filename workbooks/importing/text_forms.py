"""The text that was taken out of a published form -> the form, as plain cells.

Such a text has no lines and no columns: cells are broken over lines, and long ones end up between
others. It is read as a person would with the form's print in mind: labels come in their order, a
figure has its shape, and a row of indicators ends with its figures. Whatever rests on the order
alone is doubtful, and is said to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from workbooks.form_kinds import FormKind, kind_named
from workbooks.grid import Area
from workbooks.importing.imported import ImportedCell, ImportedForm, fitting
from workbooks.importing.text_rows import (
    DISORDER,
    LABEL_CUT,
    REMEDIES,
    TextCell,
    TextRows,
    disorder,
    groups,
    text_rows,
)
from workbooks.importing.text_tokens import PLAIN, VALUE, Token, label_at, together, tokens
from workbooks.values.regex import regex
from workbooks.values.terms import clean

BY_ORDER = "由文字读出，没有框线可依，哪些字归哪一格是按先后次序定的；有 PDF 的，导入 PDF 更准"
GOALS_CUT = "两段文字在原文里左右并排，从哪里分开是按句子和长短定的；跨行跨页的次序也可能不对"
GOALS_SIDE = "两栏只找到一段文字，归在右边一栏；跨行跨页的次序也可能不对"
NOT_PLACED = "不知道属于哪一格"
LEVEL_ROWS = "归哪几行是按先后定的"
UNPLACED = "有的文字不知道属于哪一格，或有的栏目没有内容"
MISSING = "没有找到填写的内容"
FIGURES = "这一行的数比栏目少，归哪几栏是按先后定的"

_YEAR = regex(r"^[（(](?:19|20)\d{2}年度?[)）]$")
_WIDTH = 8
_ENDS = regex(r"[。！？]$")


def forms(lines: Iterable[tuple[int, str]], counted: str = "行") -> Iterator[ImportedForm]:
    """The forms of a text, whose lines come with their places (of a line, or of a page)."""
    part: list[tuple[int, str]] = []
    kind: FormKind | None = None
    for place, line in lines:
        named = kind_named(line.strip()) if line.strip() else None
        if isinstance(named, FormKind):
            if kind is not None:
                yield _Form(part, kind, counted).made()
            part, kind = [], named
        if kind is not None and line.strip():
            part.append((place, line.strip()))
    if kind is not None:
        yield _Form(part, kind, counted).made()


class _Form:
    """A form while its text is read: words taken from the front, cells put below each other."""

    def __init__(self, lines: Sequence[tuple[int, str]], kind: FormKind, counted: str) -> None:
        self.title, self.kind, self.counted = lines[0], kind, counted
        self.words = tokens(lines[1:])
        self.at, self.row = 0, 1
        self.project = ""
        self.money_points: list[str] = []
        self.cells: list[ImportedCell] = []

    def made(self) -> ImportedForm:
        """The form."""
        place, title = self.title
        self.put(1, _WIDTH, title, (place,))
        self.row += 1
        self.heads()
        self.money()
        self.goals()
        roles = self.indicator_heads()
        end = self.closing_at()
        found = text_rows(self.words[self.at : end], roles)
        self.indicators(found, roles)
        self.at = end
        totals = [*self.closing()[:1], *self.money_points]
        return ImportedForm(
            self.kind.word,
            title,
            self.project,
            tuple(map(fitting, sorted(self.cells, key=_position))),
            (BY_ORDER,),
            self.counted,
            disorder(found, roles, totals, self.counted) or self.unplaced(),
        )

    def unplaced(self) -> str:
        """That words stand where no cell is, or a cell without words: then others are wrong too."""
        told = {doubt for cell in self.cells for doubt in cell.doubts}
        if not told & {NOT_PLACED, MISSING, FIGURES}:
            return ""
        return DISORDER.format(why=UNPLACED, remedy=REMEDIES[self.counted])

    def put(
        self,
        left: int,
        right: int,
        text: str,
        places: Iterable[int] = (),
        doubts: Iterable[str] = (),
        rows: int = 1,
    ) -> None:
        """One cell at the current row."""
        area = Area(self.row, left, self.row + rows - 1, right)
        self.cells.append(ImportedCell(area, text, tuple(places), tuple(doubts)))

    def until(self, *blocks: str) -> list[Token]:
        """The words up to the next label of a block."""
        begin = self.at
        while self.at < len(self.words) and not any(
            label_at(self.words, self.at, block) for block in blocks
        ):
            self.at += 1
        return list(self.words[begin : self.at])

    def label(self, *blocks: str) -> tuple[str, str, int] | None:
        """The label that begins here: its text, its role, its place; it is stepped over."""
        for block in blocks:
            if found := label_at(self.words, self.at, block):
                words = self.words[self.at : found[0]]
                self.at = found[0]
                return together(words)[0], found[1], words[0].place
        return None

    def heads(self) -> None:
        """The year, the project and what else stands above the money, a line each."""
        while self.at < len(self.words):
            word = self.words[self.at]
            if _YEAR.match(word.text):
                self.put(1, _WIDTH, word.text, (word.place,))
                self.at += 1
            elif label_at(self.words, self.at, "money"):
                return
            elif head := self.label("heads"):
                self.head(*head)
            else:
                self.put(1, _WIDTH, word.text, (word.place,), (NOT_PLACED,))
                self.at += 1
            self.row += 1

    def head(self, text: str, role: str, place: int) -> None:
        """A label and what is filled in beside it."""
        said, places, doubts = TextCell(self.until("heads", "money")).said()
        self.put(1, 2, text, (place,))
        self.put(3, _WIDTH, said, places or (place,), doubts if said else (MISSING,))
        if role == "project_name":
            self.project = said

    def money(self) -> None:
        """The table of the money, scored or declared."""
        corner = self.label("money")
        if corner is None:
            return
        heads = []
        while head := self.label("money"):
            heads.append(head)
        top = self.row
        if heads:
            self.put(2, 2, "")
            for column, (text, _, place) in enumerate(heads, 3):
                self.put(column, column, text, (place,))
            self.row += 1
            roles = [role for _, role, _ in heads]
            self.scored_money(len(heads), roles.index("points") if "points" in roles else -1)
        else:
            self.declared_money()
        area = Area(top, 1, max(self.row - 1, top), 1)
        self.cells.append(ImportedCell(area, corner[0], (corner[2],)))

    def scored_money(self, width: int, points: int) -> None:
        """Lines of a name and as many figures as there are heads, one of them the points."""
        while self.at < len(self.words) and not label_at(self.words, self.at, "goals"):
            name, figures = self.named_figures()
            said, places, doubts = TextCell(name).said()
            self.put(2, 2, said, places, doubts)
            if -1 < points < len(figures) and VALUE.match(figures[points].text):
                self.money_points.append(figures[points].text)
            doubt = (FIGURES,) if len(figures) != width else ()
            for column, word in enumerate(figures[:width], 3):
                self.put(column, column, word.text, (word.place,), doubt)
            for word in figures[width:]:
                self.row += 1
                self.put(2, _WIDTH, word.text, (word.place,), (NOT_PLACED,))
            self.row += 1

    def named_figures(self) -> tuple[list[Token], list[Token]]:
        """The next words, and the figures behind them."""
        parts: tuple[list[Token], list[Token]] = [], []
        for which in (0, 1):
            while (
                self.at < len(self.words)
                and (PLAIN.match(self.words[self.at].text) is not None) == bool(which)
                and not (which == 0 and label_at(self.words, self.at, "goals"))
            ):
                parts[which].append(self.words[self.at])
                self.at += 1
        return parts

    def declared_money(self) -> None:
        """Two halves of names and amounts, the project's at the left, the year's at the right."""
        halves: tuple[list[tuple[str, int, Token | None]], ...] = ([], [])
        lost: list[Token] = []
        while self.at < len(self.words) and not label_at(self.words, self.at, "goals"):
            fund = self.label("project_funds", "annual_funds")
            if fund is None:
                lost.append(self.words[self.at])
                self.at += 1
                continue
            text, role, place = fund
            has_figure = self.at < len(self.words) and PLAIN.match(self.words[self.at].text)
            figure = self.words[self.at] if has_figure else None
            self.at += bool(has_figure)
            # The project's half is printed first in each line, and has each name once.
            names = [clean(name) for name, _, _ in halves[0]]
            of_year = role in _ONLY_YEAR or "年" in text or clean(text) in names
            halves[of_year].append((text, place, figure))
        rows = max(len(halves[0]), len(halves[1]))
        padded = [*halves[0][:2], *[None] * (rows - len(halves[0])), *halves[0][2:]]
        for number in range(rows):
            for left, half in ((2, padded), (5, halves[1])):
                entry = half[number] if number < len(half) else None
                text, place, figure = entry or ("", 0, None)
                self.put(left, left, text, (place,) if place else ())
                amount = figure.text if figure else ""
                self.put(
                    left + 1,
                    left + (1 if left == 2 else 3),
                    amount,
                    (figure.place,) if figure else (),
                )
            self.row += 1
        for word in lost:
            self.put(2, _WIDTH, word.text, (word.place,), (NOT_PLACED,))
            self.row += 1

    def goals(self) -> None:
        """The long texts, side by side in print."""
        labels = []
        while label := self.label("goals"):
            labels.append(label)
        if not labels:
            return
        begin = self.at
        while self.at < len(self.words) and not self.is_table_head():
            self.at += 1
        prose = self.words[begin : self.at]
        corner, heads = labels[0], labels[1:] or labels
        texts = _cut(prose) if len(heads) > 1 and self.kind.scored else [prose]
        doubt = GOALS_CUT if len(texts) > 1 else GOALS_SIDE
        texts = [(), *texts][-2:] if len(heads) > 1 else texts
        self.put(1, 1, corner[0], (corner[2],), rows=2)
        spans = ((2, 4), (5, _WIDTH)) if len(heads) > 1 else ((2, _WIDTH),)
        for (left, right), head in zip(spans, heads, strict=False):
            self.put(left, right, head[0], (head[2],))
        self.row += 1
        for (left, right), words in zip(spans, texts, strict=False):
            said, places, doubts = TextCell(list(words)).said()
            self.put(left, right, said, places, (doubt, *doubts) if said else ())
        self.row += 1

    def is_table_head(self) -> bool:
        """Whether the head of the indicators begins here: two of its labels together."""
        first = label_at(self.words, self.at, "indicators")
        return first is not None and label_at(self.words, first[0], "indicators") is not None

    def indicator_heads(self) -> list[str]:
        """The roles of the columns."""
        roles = []
        while head := self.label("indicators"):
            text, role, place = head
            if role == "corner":
                continue
            roles.append(role)
            self.put(len(roles), len(roles), text, (place,))
        self.row += bool(roles)
        return roles

    def closing_at(self) -> int:
        """Where the total begins."""
        for at in range(self.at, len(self.words)):
            if self.words[at].first and label_at(self.words, at, "closing"):
                return at
        return len(self.words)

    def indicators(self, found: TextRows, roles: Sequence[str]) -> None:
        """The rows, and the names of their levels over as many as they have."""
        top = self.row
        for row in found.rows:
            for column, role in enumerate(roles, 1):
                if role in ("category", "subcategory"):
                    continue
                said, places, doubts = row.get(role, TextCell()).said()
                missing = (MISSING,) if role in ("name", "target") and not said else ()
                anywhere = places or tuple(word.place for word in row["name"].words[:1])
                self.put(column, column, said, anywhere, (*doubts, *missing))
            self.row += 1
        for column, role in enumerate(roles, 1):
            if role in ("category", "subcategory"):
                for level, first, end in groups(found, role == "category"):
                    area = Area(top + first, column, top + end - 1, column)
                    doubts = (LABEL_CUT, LEVEL_ROWS) if level.cut else (LEVEL_ROWS,)
                    self.cells.append(ImportedCell(area, level.text, (level.place,), doubts))
        for word in found.lost:
            self.put(1, max(len(roles), 1), word.text, (word.place,), (NOT_PLACED,))
            self.row += 1

    def closing(self) -> Sequence[str]:
        """The total and the rating, each with what stands behind it; gives the total's figures."""
        totals: list[str] = []
        while self.at < len(self.words):
            label = self.label("closing")
            values = self.until("closing")
            if label is None:
                for word in values:
                    self.put(1, _WIDTH, word.text, (word.place,), (NOT_PLACED,))
                    self.row += 1
                continue
            text, role, place = label
            self.put(1, 5, text, (place,))
            if role == "rating":
                said, places, doubts = TextCell(values[:1]).said()
                self.put(6, _WIDTH, said, places, doubts)
                rest = values[1:]
            else:
                totals = totals or [word.text for word in values[:2]]
                for column, word in enumerate(values[:2], 6):
                    self.put(column, column, word.text, (word.place,))
                rest = values[2:]
            self.row += 1
            for word in rest:
                self.put(1, _WIDTH, word.text, (word.place,), (NOT_PLACED,))
                self.row += 1
        return totals


def _position(cell: ImportedCell) -> tuple[int, int]:
    return cell.area.top, cell.area.left


_ONLY_YEAR = ("carryover",)


def _cut(words: Sequence[Token]) -> list[Sequence[Token]]:
    """Two texts that follow each other: the first ends with a line that is short and a sentence."""
    lines: dict[int, str] = {}
    for word in words:
        lines[word.line] = f"{lines[word.line]} {word.text}" if word.line in lines else word.text
    longest = max(map(len, lines.values()), default=0)
    ends = [n for n, text in lines.items() if _ENDS.search(text) and len(text) < longest - 1]
    if not ends:
        return [words]
    at = next((n for n, word in enumerate(words) if word.line > ends[0]), len(words))
    return [words[:at], words[at:]] if at < len(words) else [words]
