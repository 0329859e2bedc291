"""A Word document being written: paper, fonts of Chinese text, paragraphs and tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from validators.checking.our_files import WRITER
from validators.reports.workbook.new_workbook import safe

if TYPE_CHECKING:
    from docx.document import Document

    WordDocument = Document
else:
    WordDocument = Any

SONG, FANG, HEI = "宋体", "仿宋", "黑体"
BODY, SMALL, LARGE = 16, 10.5, 18  # 三号, 五号, 小二
_FIXED_DATE = datetime(2024, 1, 1)


def new_document(title: str) -> WordDocument:
    """An empty one on A4, with properties by which it is known again."""
    # Imported here: only where one is asked for.
    from docx import Document
    from docx.shared import Mm

    document = Document()
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(27)
        section.top_margin = section.bottom_margin = Mm(32)
    own = document.core_properties
    own.author = own.last_modified_by = own.identifier = WRITER
    own.title, own.comments, own.language = title, "", "zh-CN"
    own.created = own.modified = _FIXED_DATE
    return document


def line(document: WordDocument, text: str, font: str, size: float, how: str = "") -> None:
    """One paragraph: 公文 has 28 points a line, and the first line two signs further in."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    added = document.add_paragraph()
    look = added.paragraph_format
    look.space_before = look.space_after = Pt(6)
    if how == "center":
        added.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if how == "indented":
        look.line_spacing, look.first_line_indent = Pt(28), Pt(2 * size)
    _write(added, text, font, size)


def table(
    document: WordDocument,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    millimetres: Sequence[int],
) -> None:
    """A table with its headings repeated on each page."""
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    drawn = document.add_table(rows=1 + len(rows), cols=len(heads), style="Table Grid")
    drawn.autofit = False
    for column, places in zip(drawn.columns, millimetres, strict=True):
        column.width = Mm(places)
    for row, texts, font in zip(
        drawn.rows, (heads, *rows), (HEI, *[SONG] * len(rows)), strict=True
    ):
        for cell, text, places in zip(row.cells, texts, millimetres, strict=True):
            cell.width = Mm(places)
            _write(cell.paragraphs[0], text, font, SMALL)
    drawn.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _write(line: Any, text: str, font: str, size: float) -> None:
    """A run of text. Word asks for the font of Chinese signs in an attribute of its own."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = line.add_run(safe(text))
    run.font.size, run.font.name = Pt(size), font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
