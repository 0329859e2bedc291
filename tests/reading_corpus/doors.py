"""A drawn sheet as the other kinds of files in which forms arrive: .html, .docx, .xls."""

from __future__ import annotations

from html import escape
from pathlib import Path

import docx
import xlwt

from tests.reading_corpus.sheet import Position, Sheet, Stone


def write(sheet: Sheet, path: Path) -> None:
    """Writes the form as the kind of file that the path names."""
    match path.suffix:
        case ".html":
            path.write_text(_page(sheet), "utf-8")
        case ".docx":
            _document(sheet, path)
        case ".xls":
            _legacy(sheet, path)
        case _:
            sheet.save(path)


def shown(cell: Stone) -> str:
    """What Excel shows of a cell: the few formats that the corpus writes.

    >>> shown(Stone(0.9985, "0.00%")), shown(Stone(12864000.0, "#,##0.00")), shown(Stone(5.0))
    ('99.85%', '12,864,000.00', '5')
    """
    if isinstance(cell.raw, str):
        return cell.raw
    code = cell.number_format
    if not code:
        return f"{cell.raw:.10g}"
    decimals = len(code.partition(".")[2].rstrip("%"))
    if code.endswith("%"):
        return f"{cell.raw * 100:.{decimals}f}%"
    return format(cell.raw, f",.{decimals}f" if "," in code else f".{decimals}f")


def _titles(sheet: Sheet) -> tuple[list[str], int]:
    """Lines above the table, and the row at which it begins: texts that take the whole width."""
    lines, row = [], 1
    while (row, 1) in sheet.cells and (row, 1, row, sheet.right) in sheet.merges:
        lines.append(shown(sheet.cells[row, 1]))
        row += 1
    return lines, row


def _page(sheet: Sheet) -> str:
    lines, first = _titles(sheet)
    spans = {(t, left): (b - t + 1, right - left + 1) for t, left, b, right in sheet.merges}
    covered = _covered(sheet)
    rows = []
    for row in range(first, sheet.bottom + 1):
        places = [(row, column) for column in range(1, sheet.right + 1)]
        cells = (_cell(sheet, at, spans.get(at, (1, 1))) for at in places if at not in covered)
        rows.append(f"<tr>{''.join(cells)}</tr>")
    heads = "".join(f"<p align=center>{escape(line)}</p>" for line in lines)
    table = f"<table border=1>{''.join(rows)}</table>"
    return f"<html><head><meta charset=utf-8></head><body>{heads}{table}</body></html>"


def _cell(sheet: Sheet, at: Position, span: tuple[int, int]) -> str:
    text = escape(shown(sheet.cells[at])).replace("\n", "<br>") if at in sheet.cells else "&nbsp;"
    down, right = (
        f" {name}={n}" if n > 1 else ""
        for name, n in zip(("rowspan", "colspan"), span, strict=True)
    )
    return f"<td{down}{right}>{text}</td>"


def _covered(sheet: Sheet) -> set[Position]:
    return {
        (row, column)
        for top, left, bottom, right in sheet.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }


def _document(sheet: Sheet, path: Path) -> None:
    lines, first = _titles(sheet)
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(sheet.bottom - first + 1, sheet.right)
    boxes = table._cells  # asked once: python-docx lays the table out anew at each question
    at = {
        (first + number // sheet.right, 1 + number % sheet.right): box
        for number, box in enumerate(boxes)
    }
    for top, left, bottom, right in sheet.merges:
        if top >= first:
            at[top, left].merge(at[bottom, right])
    for place, cell in sheet.cells.items():
        if place[0] >= first:
            at[place].text = shown(cell)
    document.save(str(path))


def _legacy(sheet: Sheet, path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    for one in (*sheet.before, sheet, *sheet.after):
        page = book.add_sheet(one.name)
        spans = {(t, left): (b, right) for t, left, b, right in one.merges}
        styles: dict[str, xlwt.XFStyle] = {}
        for place in one.cells.keys() | spans.keys():
            cell = one.cells.get(place, Stone(""))
            style = styles.setdefault(cell.number_format, xlwt.XFStyle())
            style.num_format_str = cell.number_format or "General"
            row, column = place[0] - 1, place[1] - 1
            bottom, right = spans.get(place, place)
            page.write_merge(row, bottom - 1, column, right - 1, cell.raw, style)
    book.save(str(path))
