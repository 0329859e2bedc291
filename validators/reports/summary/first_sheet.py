"""概览, the first sheet of a summary: figures, the paragraph, what to see to, and four charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from validators.reports.summary import charts
from validators.reports.summary.chart_data import Plots
from validators.reports.summary.opinions_sheet import FIGURES, figures
from validators.reports.summary.summed import Summed
from validators.reports.summary.tables import PARAGRAPH, TEXT
from validators.reports.summary.text import WAN_YUAN, headline, paragraph, remarks
from validators.reports.workbook.new_workbook import safe
from validators.reports.workbook.tables import Content, Money, Rate
from validators.terminal_text import width
from workbooks.values.dataclass import dataclass

NAME = "概览"

_PUBLIC, _CHECK, _NOTES = "决算公开文字", "公开前请核对：", "备注（写在本页的，下次汇总照样带着）"
_TO_CHECK = "下一步：照「公开前请核对」的 {count} 条逐条核对，要改的改好后再汇总一次。"
_NOTHING_TO_CHECK = "下一步：核对后公开。"
_OURS = ("自评项目 ", "下一步：", WAN_YUAN, _PUBLIC, _CHECK, _NOTES)

_EVALUATED = (
    *("自评项目（个）", "全年预算（万元）", "全年执行（万元）"),
    *("预算执行率", "平均得分", "评分等级（个）"),
)
_OTHERS = (
    *("申报项目（个）", "申请金额（万元）", "错误（处）"),
    *("警告（处）", "提示（处）", "未计入（处）"),
)
_CARDS = frozenset((*_EVALUATED, *_OTHERS, *FIGURES))

_COLUMNS, _PLACES = 12, 11.0
_CARD = 2  # columns of one figure
_LINE = 18.0  # points that a line of text takes
_ROW = 20  # pixels of a row of the usual height
_CHART = 490  # pixels, half of the sheet

_BOX: Mapping[str, Any] = {"border": 1, "border_color": "#A6A6A6", "valign": "vcenter"}
_FIGURE: Mapping[str, Any] = {**_BOX, "font_size": 16, "bold": True, "align": "center"}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "card": {**_BOX, "font_color": "#595959", "bg_color": "#F2F2F2", "align": "center"},
    "few words": {**_BOX, "font_size": 12, "bold": True, "align": "center"},
    "whole": {**_FIGURE, "num_format": "0"},
    "score": {**_FIGURE, "num_format": "0.00"},
    "share": {**_FIGURE, "num_format": "0.00%"},
    "amount": {**_FIGURE, "num_format": "#,##0.00"},
    "words": {**_BOX, "font_size": 12, "text_wrap": True},
}


def _money(amount: Decimal | None) -> Content:
    return "—" if amount is None else Money(amount)


def is_ours(sheet: Any, cell: Any) -> bool:
    """Whether a cell of an earlier first sheet, as openpyxl has it, is as we wrote it.

    >>> import openpyxl
    >>> sheet = openpyxl.Workbook().active
    >>> sheet["A1"], sheet["A2"], sheet["N2"] = "错误（处）", 3, 3
    >>> is_ours(sheet, sheet["A1"]), is_ours(sheet, sheet["A2"]), is_ours(sheet, sheet["N2"])
    (True, True, False)
    """
    text = str(cell.value)
    above = sheet.cell(cell.row - 1, cell.column).value if cell.row > 1 else None
    if cell.column > _COLUMNS:
        return False
    if above in _CARDS or text in _CARDS or (cell.column == 1 and text.startswith(_OURS)):
        return True
    return above == _PUBLIC and text == _published(sheet.parent)


def _published(book: Any) -> str:
    """The paragraph on the sheet of that name: on the first sheet somebody may have changed it."""
    if TEXT not in book.sheetnames:
        return ""
    return next((str(row[1]) for row in book[TEXT].values if row[0] == PARAGRAPH), "")


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The sheet, and what it tells; `looks` are those of all sheets."""

    book: Any
    page: Any
    looks: dict[str, Any]
    told: Summed

    def draw(self, uncounted: int, plots: Plots, written: Sequence[str] = ()) -> None:
        """Everything, from the first row down; `uncounted` is the number of rows on 未计入.

        `written` is what people wrote on the sheet before.
        """
        self.looks.update({name: self.book.add_format(dict(look)) for name, look in _LOOKS.items()})
        sums, stopped = self.told.all, self.told.stopped
        notes = tuple(remarks(self.told))
        self.page.set_column(0, _COLUMNS - 1, _PLACES)
        self.across(0, headline(sums, uncounted, stopped), "lead", 22)
        next_step = _TO_CHECK.format(count=len(notes)) if notes else _NOTHING_TO_CHECK
        how = f"{next_step}{WAN_YUAN}各数按填报的表汇总，逐表见「项目」。{self.settings()}"
        self.across(1, how, "remark", _LINE)
        below = 2
        for shown in filter(None, (self.evaluated(), figures(self.told), self.others(uncounted))):
            self.cards(below, shown)
            below += 2
        self.across(below, _PUBLIC, "head", 22)
        self.across(below + 1, paragraph(sums), "words", 20)
        for row, note in enumerate(notes, below + 2):
            self.across(row, f"{_CHECK}{note}", "remark", _LINE)
        below += 2 + len(notes)
        for row, note in enumerate((_NOTES, *written) if written else (), below):
            self.across(row, note, "words" if row > below else "head", 20)
        self.charts(below + 1 + (1 + len(written) if written else 0), plots)
        self.print()

    def settings(self) -> str:
        """By which settings file, if there was one."""
        path = self.told.folder.settings
        return f"设置文件：{path}。" if path else ""

    def evaluated(self) -> Sequence[tuple[str, Content]]:
        """The figures of the self-evaluations."""
        sums = self.told.all
        rate = sums.execution_rate
        told = (
            sums.evaluations,
            _money(sums.budget.said),
            _money(sums.executed.said),
            "—" if rate is None else Rate(rate),
            "—" if sums.average is None else sums.average,
            " ".join(f"{word}{count}" for word, count in sums.ratings),
        )
        return tuple(zip(_EVALUATED, told, strict=True))

    def others(self, uncounted: int) -> Sequence[tuple[str, Content]]:
        """The figures of the declarations and of what was found."""
        sums = self.told.all
        declared = _money(sums.declared.said)
        found = (sums.errors, sums.warnings, sums.notes, uncounted)
        return tuple(zip(_OTHERS, (sums.declarations, declared, *found), strict=True))

    def across(self, row: int, text: str, look: str, height: float) -> None:
        """A text over the whole width, as high as it needs."""
        shown = safe(text)
        self.page.merge_range(row, 0, row, _COLUMNS - 1, "", self.looks[look])
        self.page.write_string(row, 0, shown, self.looks[look])
        room = _COLUMNS * _PLACES * (15 / height)
        self.page.set_row(row, height * (1 + int(width(shown) // room)))

    def cards(self, row: int, figures: Sequence[tuple[str, Content]]) -> None:
        """Figures beside each other, each below its name."""
        for at, (name, _) in enumerate(figures):
            self.card(row, at, name, "card")
        self.page.set_row(row, 20)
        for at, (_, figure) in enumerate(figures):
            match figure:
                case Money(value):
                    self.card(row + 1, at, float(value), "amount")
                case Rate(value):
                    self.card(row + 1, at, float(value), "share")
                case int():
                    self.card(row + 1, at, figure, "whole")
                case str():
                    self.card(row + 1, at, figure, "few words")
                case _:
                    self.card(row + 1, at, float(str(figure)), "score")
        self.page.set_row(row + 1, 32)

    def card(self, row: int, at: int, content: float | str, look: str) -> None:
        """One cell of a card."""
        first, shown = at * _CARD, self.looks[look]
        self.page.merge_range(row, first, row, first + _CARD - 1, "", shown)
        if isinstance(content, str):
            self.page.write_string(row, first, content, shown)
        else:
            self.page.write_number(row, first, content, shown)

    def charts(self, row: int, plots: Plots) -> None:
        """The charts, two beside each other; one that has nothing to show is left out."""
        for pair in charts.pairs(self.book, plots):
            for at, chart in enumerate(pair.charts):
                if chart is not None:
                    chart.set_size({"width": _CHART - 10, "height": pair.height})
                    self.page.insert_chart(row, at * _COLUMNS // 2, chart, {"x_offset": 5})
            row += pair.height // _ROW + 1

    def print(self) -> None:
        """One page of A4, as far as it goes."""
        self.page.hide_gridlines(2)
        self.page.freeze_panes(1, 0)
        self.page.set_portrait()
        self.page.set_paper(9)
        self.page.fit_to_pages(1, 1)
        self.page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        self.page.set_header("&C绩效汇总")
        self.page.set_footer(f"&L{NAME}&R第 &P 页，共 &N 页")
