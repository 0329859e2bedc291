"""Small workbooks, as the templates will be: by XlsxWriter, with code names."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import xlsxwriter

Sheets = Mapping[str, Mapping[str, str]]
PLAIN: Sheets = {"自评表": {"A1": "财政项目支出绩效自评表", "A2": "文字"}}
HOSTILE: Sheets = {
    **PLAIN,
    "jixiao.conf": {
        "A1": "INTERPRETER_WIN",
        "B1": r"C:\evil\python.exe",
        "A2": "PYTHONPATH",
        "B2": r"C:\evil",
        "A3": "LICENSE_KEY",
        "B3": "evil",
        "A4": "ADD_WORKBOOK_TO_PYTHONPATH",
        "B4": "true",
        "A5": "UDF MODULES",
        "B5": "evil",
    },
    "xlwings.conf": {"A1": "INTERPRETER_WIN", "B1": r"C:\evil\python.exe"},
    "evil.py": {"A1": "raise SystemExit('evil')"},
}


def plain_workbook(sheets: Sheets = PLAIN, *, code_names: bool = True) -> bytes:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        if code_names:
            book.set_vba_name("ThisWorkbook")
        for number, (name, cells) in enumerate(sheets.items(), 1):
            sheet = book.add_worksheet(name)
            if code_names:
                sheet.set_vba_name(f"Sheet{number}")
            for address, text in cells.items():
                sheet.write_string(address, text)
    return stream.getvalue()
