"""The paragraph for the published 部门决算 as a Word document, with the weakest indicators.

What Word, WPS or somebody's hand has saved since is theirs and is never written over (`own`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from validators.checking.our_files import WRITER
from validators.reports.output import Place
from validators.reports.summary.summed import Summed, shortened
from validators.reports.summary.tables import share
from validators.reports.summary.text import paragraph, percent, remarks, title
from validators.reports.workbook.new_workbook import safe
from workbooks.values.decimals import plain

if TYPE_CHECKING:
    from docx.document import Document as Document_

_SONG, _FANG, _HEI = "宋体", "仿宋", "黑体"
_BODY, _SMALL, _LARGE = 16, 10.5, 18  # 三号, 五号, 小二
_MOST_WEAK = 10
_LONGEST_NAME, _LONGEST_NOTE = 40, 60
_FIXED_DATE = datetime(2024, 1, 1)


def write(told: Summed, place: Place) -> None:
    """Write the document, whole or not at all; raises OSError when the place cannot be written."""
    # Imported here: only this sheet of paper needs it.
    from docx import Document

    document = Document()
    _prepare(document)
    _line(document, title(told.all), _HEI, _LARGE, "center")
    _line(document, paragraph(told.all), _FANG, _BODY, "indented")
    _ratings(document, told)
    _weakest(document, told)
    notes = tuple(remarks(told))
    if notes:
        _line(document, "公开前请核对（不公开，核对后删去）", _HEI, _SMALL)
        for note in notes:
            _line(document, note, _SONG, _SMALL)
    with place.fresh() as file:
        document.save(file)


def _prepare(document: Document_) -> None:
    """A4, and properties by which the document is known again."""
    from docx.shared import Mm

    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(27)
        section.top_margin = section.bottom_margin = Mm(32)
    own = document.core_properties
    own.author = own.last_modified_by = own.identifier = WRITER
    own.title, own.comments, own.language = "绩效汇总", "", "zh-CN"
    own.created = own.modified = _FIXED_DATE


def _ratings(document: Document_, told: Summed) -> None:
    """How many projects have each rating."""
    sums = told.all
    if not sums.evaluations:
        return
    _line(document, "评分等级", _HEI, _SMALL)
    counts = (*sums.ratings, *([("未定等级", sums.unrated)] if sums.unrated else ()))
    shares = [percent(Decimal(count) / sums.evaluations) for _, count in counts]
    listed = [(word, str(n), part) for (word, n), part in zip(counts, shares, strict=True)]
    _table(document, ("等级", "项目数", "占自评项目"), listed, (40, 40, 40))


def _weakest(document: Document_, told: Summed) -> None:
    """The indicators that lost most."""
    if not told.weak:
        return
    shown = told.weak[:_MOST_WEAK]
    whole = f"，共 {len(told.weak)} 项，列出 {len(shown)} 项" if len(told.weak) > len(shown) else ""
    _line(document, f"扣分最多的指标{whole}", _HEI, _SMALL)
    _table(
        document,
        ("项目", "指标", "分值", "得分", "得分率", "原因和措施"),
        [
            (
                shortened(one.project, _LONGEST_NAME),
                shortened(one.name, _LONGEST_NAME),
                _points(one.points),
                _points(one.score),
                percent(share(one)),
                shortened(one.note, _LONGEST_NOTE),
            )
            for one in shown
        ],
        (30, 32, 14, 14, 18, 48),
    )


def _points(points: Decimal | None) -> str:
    return "" if points is None else plain(points)


def _line(document: Document_, text: str, font: str, size: float, how: str = "") -> None:
    """One paragraph: 公文 has 28 points a line, and the first line two signs further in."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    line = document.add_paragraph()
    look = line.paragraph_format
    look.space_before = look.space_after = Pt(6)
    if how == "center":
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if how == "indented":
        look.line_spacing, look.first_line_indent = Pt(28), Pt(2 * size)
    _write(line, text, font, size)


def _table(
    document: Document_,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    millimetres: Sequence[int],
) -> None:
    """A table with its headings repeated on each page."""
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    table = document.add_table(rows=1 + len(rows), cols=len(heads), style="Table Grid")
    table.autofit = False
    for column, places in zip(table.columns, millimetres, strict=True):
        column.width = Mm(places)
    for row, texts, font in zip(
        table.rows, (heads, *rows), (_HEI, *[_SONG] * len(rows)), strict=True
    ):
        for cell, text, places in zip(row.cells, texts, millimetres, strict=True):
            cell.width = Mm(places)
            _write(cell.paragraphs[0], text, font, _SMALL)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _write(line: Any, text: str, font: str, size: float) -> None:
    """A run of text. Word asks for the font of Chinese signs in an attribute of its own."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = line.add_run(safe(text))
    run.font.size, run.font.name = Pt(size), font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
