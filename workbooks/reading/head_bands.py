"""The head of a table: one to three rows as columns, each with the texts that stand above it.

A column is known by its path (指标值 › 预期2024年实现值), through merged cells or over cells that
nobody merged. It reaches from where its lowest head begins to where the next head begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from workbooks.grid import Position
from workbooks.reading.form_area import Page
from workbooks.values import terms
from workbooks.values.dataclass import dataclass, replace
from workbooks.values.regex import regex
from workbooks.vocabulary.head_words import Qualifier, head_word
from workbooks.vocabulary.vocabulary import Sense, Step, Vocabulary

_MOST_ROWS = 3
_MOST_BESIDE = 3  # signs beside a year or a qualifier: 2023年 情况
_MOST_UNDER = 8  # signs of a head that nobody knows, below one that spans it
_AMOUNT = regex(r"(?!20\d\d$)-?\d[\d,]*(?:\.\d+)?%?")
_FILLED = regex(r"[≥≤><=]\d|\d[\d,.]*%$")
_DATE = regex(r"月\d{1,2}日|\d{4}-\d")
NO_QUALIFIERS: frozenset[Qualifier] = frozenset()
OF_PART_OF_A_YEAR = frozenset({Qualifier.PART_OF_YEAR, Qualifier.FORECAST})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. `path` are the head cells above it, the lowest last.

    `role` is empty while nobody knows what it is; `label` is what is printed, on one line;
    `inherited` tells that only the heads above the lowest one say what it is.
    """

    left: int
    right: int
    path: tuple[Position, ...]
    label: str
    role: str = ""
    step: Step = Step.EXACT
    qualifiers: frozenset[Qualifier] = NO_QUALIFIERS
    years: tuple[int, ...] = ()
    unit: str = ""
    inherited: bool = False

    @property
    def head(self) -> Position:
        """The lowest head cell."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Band:
    """The rows of a head, and its columns from left to right.

    `beside` is where something else begins at the right of the table; 0 where nothing does.
    """

    top: int
    bottom: int
    columns: tuple[Column, ...]
    beside: int = 0

    def column(self, role: str) -> Column | None:
        """The column of a role."""
        return next((one for one in self.columns if one.role == role), None)

    @property
    def roles(self) -> frozenset[str]:
        """All roles that the columns have."""
        return frozenset(one.role for one in self.columns)


def band_at(page: Page, words: Vocabulary, block: str, row: int) -> Band:
    """The head that a row of known head words belongs to, its columns understood one by one."""
    look = _Look(page, words, block)
    top, bottom = look.extent(row)
    leaves = look.leaves(top, bottom)
    spans = list(_spans(leaves))
    rights = [left - 1 for left, _, _ in spans[1:]]
    rights += [max(right, page.area(path[-1]).right) for _, right, path in spans[-1:]]
    columns = (
        look.column(left, right, path) for (left, _, path), right in zip(spans, rights, strict=True)
    )
    beside = (replace(c, role="") if look.is_beside(*c.head) else c for c in columns)
    return Band(top, bottom, tuple(beside))


def _spans(
    leaves: Mapping[int, tuple[Position, ...]],
) -> Iterator[tuple[int, int, tuple[Position, ...]]]:
    """Neighbouring sheet columns under the same lowest head, as one."""
    first = last = 0
    path: tuple[Position, ...] = ()
    for column in sorted(leaves):
        if path and leaves[column][-1] == path[-1]:
            last = column
            continue
        if path:
            yield first, last, path
        first, last, path = column, column, leaves[column]
    if path:
        yield first, last, path


@dataclass(frozen=True, slots=True)
class _Look:
    page: Page
    words: Vocabulary
    block: str

    def sense(self, text: str) -> Sense | None:
        found = self.words.sense(self.block, text)
        return None if found is not None and found.role == "corner" else found

    def _headlike(self, text: str) -> bool:
        """Whether a text may be a head below or above others, and no value."""
        if self.words.likely(self.block, text) is not None:
            return True
        word = head_word(text) if len(text) < 20 else None
        if word is None or _DATE.search(text):
            return False
        return bool(word.qualifiers or word.years) and len(word.base) <= _MOST_BESIDE

    def extent(self, row: int) -> tuple[int, int]:
        """The first and the last row of the head."""
        top = bottom = row
        for column, text in self.page.row(row):
            if self.sense(text) and not self.is_beside(row, column):
                bottom = max(bottom, min(self.page.area((row, column)).bottom, row + 2))
        filled = (one for one in range(row + 1, bottom + 1) if self._has_values(one))
        bottom = next(filled, bottom + 1) - 1
        while row - top < _MOST_ROWS - 1 and self._above(top - 1, row):
            top -= 1
        while bottom - top < _MOST_ROWS - 1 and self._below(bottom + 1, row):
            bottom += 1
        return top, bottom

    def _has_values(self, row: int) -> bool:
        """Whether somebody filled in a row, though a head's cell reaches down into it."""
        texts = (terms.clean(text) for _, text in self.page.row(row))
        return any(_FILLED.match(text) and not self._headlike(text) for text in texts)

    def is_beside(self, row: int, column: int) -> bool:
        """Whether a head stands beside lines and over none: amounts begin inside its rows.

        年度预算 is then the name of the whole block, at its left, and no column of it.
        """
        if self.block != "money":
            return False
        area = self.page.area((row, column))
        inside = self.page.between(row + 1, min(area.bottom, row + _MOST_ROWS))
        return any(
            x > area.right and _AMOUNT.fullmatch(terms.clean(text))
            for below in inside
            for x, text in self.page.row(below)
        )

    def _above(self, row: int, known: int) -> bool:
        """Whether a row above a head belongs to it: it reaches down into it, or spans its heads."""
        own = dict(self.page.row(known))
        texts = self.page.row(row)
        if row < self.page.top or not texts or any(len(text) > 30 for _, text in texts):
            return False
        others = [t for _, t in texts if not (self._headlike(t) or self._corner(t))]
        if any(text[0].isdigit() or text[0] in "-（(" for text in others):
            return False  # 自评得分|96 is no head
        free = 0
        for column, text in texts:
            area = self.page.area((row, column))
            sense = self.sense(text)
            if sense and area.bottom >= known:
                return True
            under = [x for x in own if area.left <= x <= area.right and self.sense(own[x])]
            spans = min(len(under), len(texts)) > 1 and self.words.sense("goals", text) is None
            if others and sense and sense.role.startswith("project"):
                spans = False  # 主管部门|某局, right above the table
            if spans and (sense or self._headlike(text)):
                return True
            free += bool(sense and not under and area.left == area.right)
        return free > 0 and (not others if free == 1 else len(others) * 2 < len(texts))

    def _corner(self, text: str) -> bool:
        found = self.words.sense(self.block, text)
        return found is not None and found.role == "corner"

    def _below(self, row: int, known: int) -> bool:
        """Whether a row below a head belongs to it: heads only, under heads that span them."""
        texts = self.page.row(row)
        above = dict(self.page.row(known))
        names = [x for x, text in above.items() if (s := self.sense(text)) and s.role == "name"]
        others = [(column, text) for column, text in texts if not self._headlike(text)]
        if not texts or len(others) * 3 > len(texts):
            return False
        if not all(self._under_wide_head(known, *one) for one in others):
            return False
        columns = {column for column, _ in texts}
        spanned = [
            column
            for column in columns
            if (column not in above and self.page.anchor((known, column)) == (known, column))
            or self.page.area(self.page.anchor((known, column))).right
            > self.page.area(self.page.anchor((known, column))).left
        ]
        return columns.isdisjoint(names) and bool(spanned)

    def _under_wide_head(self, row: int, column: int, text: str) -> bool:
        """Whether a text that no list has stands among others below one head: 偏差原因 › 其他."""
        area = self.page.area(self.page.anchor((row, column)))
        return area.right > area.left and len(text) <= _MOST_UNDER and not _FILLED.search(text)

    def leaves(self, top: int, bottom: int) -> dict[int, tuple[Position, ...]]:
        """The head cells above each sheet column, the lowest last."""
        paths: dict[int, list[Position]] = {}
        for row in self.page.between(top, bottom):
            before: Position | None = None
            for column, _ in self.page.row(row):
                area = self.page.area((row, column))
                self._inherit(paths, before, row, column)
                before = row, column
                for x in range(area.left, min(area.right, self.page.sheet.last_column + 1) + 1):
                    paths.setdefault(x, []).append((row, column))
        return {column: tuple(path) for column, path in paths.items()}

    def _inherit(
        self, paths: dict[int, list[Position]], before: Position | None, row: int, column: int
    ) -> None:
        """Gives a head without one above it what stands above its neighbour, if nobody merged."""
        if column in paths or before is None or before[0] != row:
            return
        above = paths.get(before[1], [])[:-1]
        if above and self.page.area(above[-1]).right == before[1]:
            paths[column] = list(above)

    def column(self, left: int, right: int, path: tuple[Position, ...]) -> Column:
        """One column, understood by its lowest head, or else by those above it."""
        texts = [self.page.texts[place] for place in path]
        label = terms.clean(texts[-1]).rstrip(":")
        heads = [head_word(text) for text in texts if len(text) <= 60]
        sense, role_above = self._senses(texts)
        qualifiers = NO_QUALIFIERS.union(*(head.qualifiers for head in heads))
        if sense is None:
            return Column(left, right, path, label, qualifiers=qualifiers)
        role = sense.role
        if role == "corner":  # 绩效指标全年预计完成情况 is a column: no table has a time of its own
            role = "actual" if qualifiers & OF_PART_OF_A_YEAR else ""
        if role == "actual" and role_above == "target":
            role = "last_actual"  # 指标值 › 2023年实际实现值
        years = tuple(year for head in heads for year in head.years)
        unit = heads[-1].unit if heads else ""
        own = self.words.likely(self.block, texts[-1]) is not None
        told = (role, sense.step, qualifiers, years, unit)
        return Column(left, right, path, label, *told, inherited=not own)

    def _senses(self, texts: Sequence[str]) -> tuple[Sense | None, str]:
        """What the lowest head says, and the role that one above it has."""
        found = self.words.likely(self.block, texts[-1])
        above = next((s for text in reversed(texts[:-1]) if (s := self.sense(text))), None)
        if found is None and above is not None:
            return Sense(above.role, max(above.step, Step.PATTERN)), above.role
        return found, above.role if above else ""


def of_one_project(band: Band) -> Band:
    """The head of a table about one project: its 年度绩效目标 is no column.

    1-7月执行数 and 全年预计执行数 beside a target are what was done, and no money.
    """
    return replace(band, columns=tuple(map(_of_one_project, band.columns)))


def _of_one_project(column: Column) -> Column:
    if not column.role.startswith("project_"):
        return column
    done = column.role == "project_executed" and column.qualifiers & OF_PART_OF_A_YEAR
    return replace(column, role="actual" if done else "")
