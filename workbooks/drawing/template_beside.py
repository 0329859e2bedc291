"""What stands right of a template's print area: the add-in's functions, and warnings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol

from workbooks.drawing.native_columns import Native, write_law, write_steps
from workbooks.drawing.native_scoring import steps
from workbooks.drawing.template_formulas import (
    EVALUATED,
    NATIVE,
    TOLD,
    Answers,
    Block,
    Method,
    blocks,
    hidden_rows_warning,
    not_running_warning,
    padded,
    stored,
    told_formula,
)
from workbooks.drawing.template_layout import Prepared
from workbooks.form_kinds import kind_of

_LOOK = {"font_name": "宋体", "font_charset": 134, "font_size": 9, "font_color": "#595959"}
_CENTRED = {"align": "center", "valign": "vcenter"}
_WORDS = {"align": "left", "indent": 1, "valign": "vcenter"}
_HEAD = {**_LOOK, **_CENTRED, "font_name": "黑体", "bg_color": "#F2F2F2"}
_WARNING = {**_LOOK, **_WORDS, "font_color": "#C00000"}
_WIDTHS = {
    "测算得分": 10.0,
    "检查": 36.0,  # in view on a screen of 1366 pixels
    "加载项测算": 10.0,
    "完成率": 9.0,
    "偏差率": 9.0,
    "加载项检查": 70.0,
    "年度指标值读作": 30.0,
}
_GAP = 2.0


def draw_beside(
    book: Any, sheet: Any, prepared: Prepared, answers: Answers, method: Method, *, live: bool
) -> None:
    """The formulas' own scores, the add-in's functions if `live`, and warnings around them."""
    edge = len(prepared.layout.widths)
    sheet.set_column(edge, edge, _GAP)
    told = blocks(prepared)[-1].left
    if kind_of(prepared.form).scored:
        _native(book, sheet, prepared, answers, method)
        told = TOLD
    for block in blocks(prepared) if live else ():
        _heads(book, sheet, block.letters, block.heads, prepared.layout.header)
        _fill(book, sheet, prepared, block, answers)
        if block is EVALUATED:
            above = f"{NATIVE}{prepared.layout.header - 1}"
            look = book.add_format(_WARNING)
            sheet.write_formula(above, not_running_warning(prepared), look, "")
    below = f"{told}{prepared.table.last + 1}"
    sheet.write_formula(below, hidden_rows_warning(prepared), book.add_format(_WARNING), "")


def _native(book: Any, sheet: Any, prepared: Prepared, answers: Answers, method: Method) -> None:
    """测算得分 and 检查 by formulas alone, and the hidden steps behind them."""
    table = prepared.table
    _heads(book, sheet, (NATIVE, TOLD), ("测算得分", "检查"), prepared.layout.header)
    look = book.add_format({**_LOOK, **_CENTRED, "num_format": "0.00"})
    write_law(sheet, method.policy, method.text)
    blank = {"target": "", "actual": "", "points": ""}
    scoring = Native(steps(method.law), NATIVE, blank)
    write_steps(book, sheet, scoring, table, answers.steps, look)
    words = book.add_format({**_LOOK, **_WORDS})
    for row, said in zip(range(table.first, table.last + 1), padded(answers.told, ""), strict=True):
        sheet.write_formula(f"{TOLD}{row}", told_formula(table, row), words, said)


def _heads(
    book: Any, sheet: Any, letters: Sequence[str], heads: Sequence[str], header: int
) -> None:
    look = book.add_format(_HEAD)
    for letter, name in zip(letters, heads, strict=True):
        sheet.set_column(f"{letter}:{letter}", _WIDTHS[name])
        sheet.write_string(f"{letter}{header}", name, look)


def _fill(book: Any, sheet: Any, prepared: Prepared, block: Block, answers: Answers) -> None:
    table, (source, to) = prepared.table, block.argument
    looks = [
        book.add_format({**_LOOK, **(_CENTRED | {"num_format": f} if f else _WORDS)})
        for f in block.formats
    ]
    results = [[stored(answer) for answer in line] for line in block.lines(answers.beside)]
    if block.array:
        first, last = map(xl_cell_to_rowcol, block.span(table).split(":"))
        names = table.column("name")
        formula = f"{{={block.function}({table.column(source, to)},{names})}}"
        sheet.write_array((*first, *last), formula, looks, results)
        return
    for row, (result,) in enumerate(results, table.first):
        target = f"{table.columns[source]}{row}"
        text = f'=IF({target}="","",{block.function}({target}))'
        sheet.write_formula(f"{block.left}{row}", text, looks[0], result)
