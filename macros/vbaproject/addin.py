"""The add-in 绩效评价: one sheet of texts, the ribbon and the modules behind it."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path

import xlsxwriter

from macros.ribbon import custom_ui_2007, custom_ui_2010
from macros.vbaproject.modules import Module, ModuleKind, shipped, standard_module
from macros.vbaproject.packages import with_vba
from macros.vbaproject.wrappers import addin_module, functions
from macros.vbaproject.xlwings_module import xlwings_module

_CREATED = datetime(2024, 1, 1)  # not the clock's: the same sources give the same bytes
_CALCULATED_BY = 191029
_TITLE = "绩效评价"
_DESCRIPTION = "填报、测算、核查财政项目支出绩效自评表和绩效目标申报表。"

# VBA source is ASCII: what it tells the user in Chinese stands in these cells of the first sheet.
TEXTS = {
    "A1": "绩效评价加载项用到的文字，请勿改动。",
    "A2": "绩效评价没有运行成功。请保存后重新打开 Excel；仍不行时，运行 jixiao doctor，按提示修复；"
    "再不行，把下面的内容发给维护人。",
    "A3": "绩效评价没有应答，请点功能区的「重新连接」；仍不行，请运行 jixiao doctor",
    "A4": "绩效评价正在启动，请稍候",
    "A5": "撤销评分",
}


def modules() -> tuple[Module, ...]:
    """The add-in's own modules; those of its sheets are empty."""
    asking = standard_module(addin_module())
    own = [standard_module(shipped(name)) for name in ("Ribbon.bas", "Opening.bas", "Server.bas")]
    listening = Module("ThisWorkbook", ModuleKind.WORKBOOK, shipped("AddInWorkbook.cls"))
    return *own, asking, xlwings_module(), listening


def write_addin(path: Path) -> None:
    """Writes the .xlam."""
    ribbon = {"2006": custom_ui_2007(), "2007": custom_ui_2010()}
    path.write_bytes(with_vba(_workbook(), modules(), ribbon, project="Jixiao", addin=True))


def _workbook() -> bytes:
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": _TITLE, "comments": _DESCRIPTION, "created": _CREATED})
        book.set_calc_mode("auto", _CALCULATED_BY)
        book.calc_on_load = False
        book.set_vba_name("ThisWorkbook")
        sheet = book.add_worksheet("文字")
        sheet.set_vba_name("Sheet1")
        for address, text in TEXTS.items():
            sheet.write_string(address, text)
        described = book.add_worksheet("函数")
        described.set_vba_name("Sheet2")
        described.write_string("A1", _TITLE)
        for row, function in enumerate(functions(), 1):
            described.write_string(row, 0, function.name)
            described.write_string(row, 1, function.help)
            described.write_number(row, 2, len(function.arguments))
            for column, argument in enumerate(function.arguments, 3):
                described.write_string(row, column, argument.help)
    return stream.getvalue()
