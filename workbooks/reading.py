"""A page and its edition -> a form: every cell found by its label, merges carried down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar

from workbooks import cells, terms
from workbooks.cells import Reader
from workbooks.edition import Edition, Names, recognise, unrecognised
from workbooks.forms import (
    ABSENT,
    Cell,
    DeclaredFund,
    DeclaredFunding,
    Form,
    Fund,
    Funding,
    FundKind,
    Indicator,
    MoneyUnit,
    SelfEvaluation,
    State,
    TargetDeclaration,
)
from workbooks.grid import Grid, Position, address
from workbooks.page import Page, pages
from workbooks.refusal import Refusal

T = TypeVar("T")

_FUND_KINDS = {
    "total": FundKind.TOTAL,
    "fiscal_appropriation": FundKind.FISCAL_APPROPRIATION,
    "carryover": FundKind.CARRYOVER,
    "other_funds": FundKind.OTHER_FUNDS,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A form, its edition, and the cells of it that could not be read."""

    form: Form
    edition: Edition
    unreadable: tuple[Cell[Any], ...]


@dataclass(frozen=True, slots=True)
class SheetRefusal:
    """A sheet that looks like a form of no known layout."""

    sheet: str
    refusal: Refusal


def read_grid(grid: Grid) -> Iterator[Reading | SheetRefusal]:
    """Every form on a sheet, in its order; sheets that are no form give nothing."""
    for page in pages(grid):
        edition = recognise(page)
        if edition is not None:
            yield read(page, edition)
        elif (refusal := unrecognised(page)) is not None:
            yield SheetRefusal(grid.sheet, refusal)


def read(page: Page, edition: Edition) -> Reading:
    """The form on a page of a known edition."""
    form = _Reader(page, edition).form()
    unreadable = tuple(cell for cell in every_cell(form) if cell.state is State.UNREADABLE)
    return Reading(form, edition, unreadable)


def every_cell(record: object) -> Iterator[Cell[Any]]:
    """All cells of a form, in the order of its fields."""
    if isinstance(record, Cell):
        yield record
    elif isinstance(record, tuple):
        for item in record:
            yield from every_cell(item)
    elif is_dataclass(record):
        for field in fields(record):
            yield from every_cell(getattr(record, field.name))


@dataclass(frozen=True, slots=True)
class _Reader:
    page: Page
    edition: Edition

    def form(self) -> Form:
        """The whole form."""
        read: dict[str, Any] = {
            "sheet": self.page.grid.sheet,
            "edition": self.edition.name,
            "title": self.at(self.page.title, cells.words, "标题"),
            "fiscal_year": self.fiscal_year(),
            "indicators": self.indicators(),
            "hidden": self.hidden(),
        }
        read |= {name: self.head(name) for name in (*self.edition.heads, *self.edition.below)}
        if self.edition.form == "TargetDeclaration":
            return TargetDeclaration(**read, funding=self.declared_funding())
        return SelfEvaluation(**(read | self.closing()), funding=self.funding())

    def at(self, position: Position | None, reader: Reader[T], label: str) -> Cell[T]:
        """The cell at a position, or an absent one."""
        if position is None:
            return ABSENT
        where = self.page.anchor(position)
        raw = self.page.grid.values.get(where)
        read = cells.cell(raw, self.page.grid.formats.get(where, ""), reader)
        return cells.placed(read, label, address(*where))

    def printed(self, position: Position) -> str:
        """A label as printed, on one line, without remarks in brackets."""
        return terms.clean(self.page.text(position)).rstrip(":")

    def head(self, name: str) -> Cell[str]:
        """A heading's value, right of its label or below it."""
        right = name in self.edition.heads
        names = (self.edition.heads if right else self.edition.below)[name]
        label = self.page.find(names)
        if label is None:
            return ABSENT
        place = self.page.right_of(label) if right else self.page.below(label)
        if terms.fold(self.page.text(place)) in self.edition.labels:
            return Cell(State.BLANK, label=self.printed(label), address=address(*label))
        return self.at(place, cells.words, self.printed(label))

    def fiscal_year(self) -> Cell[int]:
        """The year in the title or the line below it."""
        head = self.page.find(self.edition.heads["project_name"])
        for position, text in self.page.texts.items():
            if head and position[0] >= head[0]:
                break
            if (year := cells.year(text)) is not None:
                return Cell(State.READ, text, year, "年度", address(*position))
        return ABSENT

    def money_unit(self) -> Cell[MoneyUnit]:
        """The unit printed with 项目资金, or the edition's own."""
        corner = self.page.find(self.edition.corner)
        if corner is None:
            return Cell(State.READ, "", self.edition.money_unit, "金额单位")
        text = terms.clean(self.page.text(corner))
        unit = self.edition.money_unit
        if "(万元" in text:
            unit = MoneyUnit.WAN_YUAN
        elif "(元" in text:
            unit = MoneyUnit.YUAN
        return Cell(State.READ, text, unit, text, address(*corner))

    def header(self, table: Mapping[str, Names], *keys: str) -> tuple[int, dict[str, Position]]:
        """The row that holds the labels named by `keys`, and where each of the table's stands."""
        for row, _ in self.page.places(table[keys[0]]):
            found = {
                key: place
                for key, names in table.items()
                for place in self.page.places(names)
                if place[0] == row
            }
            if all(key in found for key in keys):
                return row, found
        return 0, {}

    def funding(self) -> Funding:
        """项目资金 of a self-evaluation."""
        row, columns = self.header(self.edition.fund_columns, "annual_budget", "executed")
        lines = list(self.fund_rows(row, columns)) if row else []
        totals = [line for line in lines if line.kind is FundKind.TOTAL]
        absent = Fund(FundKind.TOTAL, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT)
        return Funding(
            self.money_unit(),
            totals[0] if totals else absent,
            tuple(line for line in lines if line.kind is not FundKind.TOTAL),
        )

    def fund_rows(self, header: int, columns: Mapping[str, Position]) -> Iterator[Fund]:
        """The lines below the header, up to the first row that belongs to another block."""
        others = [*self.edition.below.values(), *self.edition.indicators.values()]
        stop = {name for names in others for name in names} - {"得分", "分值"}
        ends = [row for name in stop for row, _ in self.page.labels.get(name, ()) if row > header]
        first = min(column for _, column in columns.values())
        kinds = {name: key for key, names in self.edition.fund_rows.items() for name in names}
        for row in range(header + 1, min(ends, default=header + 1)):
            name = self.page.anchor((row, first - 1))
            text = terms.fold(self.page.text(name))
            if not text or name[0] != row:
                continue
            kind = _FUND_KINDS.get(kinds.get(text, ""), FundKind.PART)
            yield self.fund(row, kind, name, columns)

    def fund(
        self, row: int, kind: FundKind, name: Position, columns: Mapping[str, Position]
    ) -> Fund:
        """One line of 项目资金."""

        def column(key: str) -> Cell[Any]:
            if key not in columns:
                return ABSENT
            header = self.page.text(columns[key])
            rate = cells.percent if "%" in terms.clean(header) else cells.ratio
            reader: Reader[Any] = rate if key == "rate" else cells.number
            return self.at((row, columns[key][1]), reader, self.printed(columns[key]))

        return Fund(
            kind,
            self.at(name, cells.words, self.printed(name)),
            column("initial_budget"),
            column("annual_budget"),
            column("executed"),
            column("points"),
            column("rate"),
            column("score"),
        )

    def declared_funding(self) -> DeclaredFunding:
        """项目资金 of a declaration: the labels right of 年度资金申请总额 are this year's."""
        middle = self.page.find(self.edition.annual_funds["total"])
        border = middle[1] if middle else 0

        def half(table: Mapping[str, Names], annual: bool) -> Iterator[DeclaredFund]:
            for key, names in table.items():
                for place in self.page.places(names):
                    if (place[1] >= border) is annual:
                        value = self.at(
                            self.page.right_of(place), cells.number, self.printed(place)
                        )
                        name = self.at(place, cells.words, self.printed(place))
                        yield DeclaredFund(_FUND_KINDS[key], name, value)
                        break

        return DeclaredFunding(
            self.money_unit(),
            tuple(half(self.edition.project_funds, annual=False)),
            tuple(half(self.edition.annual_funds, annual=True)),
        )

    def indicators(self) -> tuple[Indicator, ...]:
        """The rows of the indicator table."""
        return tuple(self.indicator_rows())

    def indicator_rows(self) -> Iterator[Indicator]:
        """Rows below the header, up to 总分 or whatever else closes the table."""
        header, columns = self.header(self.edition.indicators, "name", "target")
        carried: dict[str, Cell[Any]] = {"category": ABSENT, "subcategory": ABSENT}
        for row in range(header + 1, self.page.bottom + 1):
            if self.closes(row):
                return
            read = {key: self.column(row, key, place) for key, place in columns.items()}
            if not read["category"].blank:
                if read["category"].address != carried["category"].address:
                    carried["subcategory"] = ABSENT
                carried["category"] = read["category"]
            if not read["subcategory"].blank:
                carried["subcategory"] = read["subcategory"]
            own = [cell for key, cell in read.items() if key not in carried]
            if all(cell.blank and not cell.text for cell in own):
                continue
            for key, cell in carried.items():
                if cell.state is not State.ABSENT:
                    read[key] = cell
            absent = {f.name: ABSENT for f in fields(Indicator)}
            yield Indicator(**(absent | read))

    def column(self, row: int, key: str, header: Position) -> Cell[Any]:
        """One cell of an indicator row."""
        readers: Mapping[str, Reader[Any]] = {
            "category": cells.category,
            "subcategory": cells.subcategory,
            "target": cells.target,
            "actual": cells.actual,
            "points": cells.number,
            "score": cells.number,
        }
        return self.at((row, header[1]), readers.get(key, cells.words), self.printed(header))

    def closes(self, row: int) -> bool:
        """Whether a row ends the indicator table."""
        for column in range(1, 5):
            if (row, column) in self.page.texts:
                text = terms.fold(self.page.texts[row, column])
                return text in terms.CLOSING_LABELS or text.startswith(("注", "备注"))
        return False

    def closing(self) -> dict[str, Cell[Any]]:
        """总分 and 评分等级."""
        _, columns = self.header(self.edition.indicators, "name", "target")
        total = self.page.find(self.edition.total)
        rating = self.page.find(self.edition.rating)

        def in_total_row(key: str) -> Cell[Any]:
            if total is None or key not in columns:
                return ABSENT
            return self.at((total[0], columns[key][1]), cells.number, self.printed(total))

        return {
            "total_points": in_total_row("points"),
            "total_score": in_total_row("score"),
            "rating": ABSENT
            if rating is None
            else self.at(self.page.right_of(rating), cells.words, self.printed(rating)),
        }

    def hidden(self) -> tuple[Cell[str], ...]:
        """What the page holds in hidden rows and columns."""
        grid = self.page.grid
        return tuple(
            self.at(place, cells.words, "隐藏的单元格")
            for place in self.page.texts
            if place[0] in grid.hidden_rows or place[1] in grid.hidden_columns or grid.hidden
        )
