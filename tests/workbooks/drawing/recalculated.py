"""Native steps in a workbook without results, as LibreOffice works them out."""

from __future__ import annotations

import re
from zipfile import ZipFile

import openpyxl
import xlsxwriter

from tests.workbooks.printing import convert
from workbooks.drawing.draw_form import options
from workbooks.drawing.native_columns import write_steps
from workbooks.drawing.stored_results import AnsweredSheet
from workbooks.drawing.template_layout import IndicatorTable


def recalculated(folder, native, rows, columns):
    """What the last step gives for each row, whose cells stand in these columns, by key."""
    (folder / "bare").mkdir()
    table = IndicatorTable(13, 12 + len(rows), columns)
    with xlsxwriter.Workbook(str(folder / "whole.xlsx"), options()) as book:
        sheet = book.add_worksheet("表", worksheet_class=AnsweredSheet)
        look = book.add_format()
        for number, row in enumerate(rows, table.first):
            for letter, value in zip(columns.values(), row, strict=True):
                sheet.write(f"{letter}{number}", value)
        write_steps(book, sheet, native, table, (), look)
    with (
        ZipFile(folder / "whole.xlsx") as source,
        ZipFile(folder / "bare" / "native.xlsx", "w") as target,
    ):
        for part in source.namelist():
            content = source.read(part)
            if part.endswith("sheet1.xml"):
                content = re.sub(rb"(</f>|<f [^>]*/>)<v>[^<]*</v>", rb"\1", content)
            target.writestr(part, content)
    convert(folder, "xlsx", [folder / "bare" / "native.xlsx"])
    read = openpyxl.load_workbook(folder / "native.xlsx", data_only=True, read_only=True)
    at = ord(native.own) - ord("A") + 1
    found = read.worksheets[0].iter_rows(min_row=13, min_col=at, max_col=at, values_only=True)
    return [cell for (cell,) in found][: len(rows)]
