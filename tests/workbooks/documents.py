"""Sheets written as web pages and as Word documents, the way that offices get them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

from workbooks.files.open_file import open_workbook
from workbooks.grid import Area, Grid, Position
from workbooks.number_formats.shown import in_full as shown

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def texts(grid: Grid) -> dict[Position, str]:
    """What a sheet shows, cell by cell."""
    told = {
        at: shown(raw, grid.formats.get(at, "")).strip() for at, raw in sorted(grid.values.items())
    }
    return {at: text for at, text in told.items() if text}


def first_sheet(path: Path) -> Grid:
    grids = open_workbook(path)
    assert isinstance(grids, tuple), grids
    return grids[0]


def _cells(grid: Grid) -> Iterator[list[tuple[Position, Area, str]]]:
    """Row by row, each cell that begins there or goes on from above."""
    told = texts(grid)
    by_place = {
        (row, column): area
        for area in grid.merges
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    }
    last = max(area.bottom for area in [*by_place.values(), *(Area(*at, *at) for at in told)])
    wide = max(area.right for area in [*by_place.values(), *(Area(*at, *at) for at in told)])
    for row in range(1, last + 1):
        cells = []
        column = 1
        while column <= wide:
            area = by_place.get((row, column), Area(row, column, row, column))
            cells.append(((row, column), area, told.get((area.top, area.left), "")))
            column = area.right + 1
        yield cells


def page(grid: Grid, head: str = '<meta charset="utf-8">', encoding: str = "utf-8") -> bytes:
    """A sheet as a web page."""
    lines = [f"<html><head>{head}</head><body>", "<table>"]
    for cells in _cells(grid):
        lines.append("<tr>")
        for (row, _), area, text in cells:
            if row == area.top:
                spans = (area.bottom - area.top + 1, area.right - area.left + 1)
                told = escape(text).replace("\n", "<br>")
                lines.append('<td rowspan="{}" colspan={}>'.format(*spans) + told + "</td>")
        lines.append("</tr>")
    return "\r\n".join([*lines, "</table></body></html>"]).encode(encoding)


def paragraph(text: str) -> str:
    runs = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p><w:r>{'<w:br/>'.join(runs)}</w:r></w:p>"


def table(grid: Grid) -> str:
    """A sheet as a table of Word."""
    rows = []
    for cells in _cells(grid):
        row = ""
        for (at, _), area, text in cells:
            wide = area.right - area.left + 1
            goes_on = '<w:vMerge w:val="restart"/>' if at == area.top else "<w:vMerge/>"
            own = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
            own += goes_on if area.bottom > area.top else ""
            told = text if at == area.top else ""
            row += f"<w:tc><w:tcPr>{own}</w:tcPr>{paragraph(told)}</w:tc>"
        rows.append(f"<w:tr>{row}</w:tr>")
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def document(body: str, **parts: str | bytes) -> bytes:
    """A Word document; `styles` replaces a part."""
    content = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    }
    if "styles" in parts:
        content["word/styles.xml"] = str(parts["styles"])
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return file.getvalue()
