"""What stands right of a template's print area: the add-in's functions, and warnings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol

from workbooks.drawing.native_columns import Native, write_law, write_steps
from workbooks.drawing.native_progress import progress_steps
from workbooks.drawing.native_scoring import steps
from workbooks.drawing.template_formulas import (
    LIT,
    MONTH,
    NATIVE,
    NOTED,
    TOLD,
    Answers,
    Block,
    Method,
    array_arguments,
    blocks,
    hidden_rows_warning,
    not_running_warning,
    noted_formula,
    padded,
    stored,
    told_formula,
)
from workbooks.drawing.template_layout import IndicatorTable, Prepared
from workbooks.form_kinds import ByKind, kind_of
from workbooks.values.dataclass import dataclass

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
    "序时进度预警": 13.0,
    "加载项预警": 13.0,
}
_GAP = 2.0


def draw_beside(
    book: Any, sheet: Any, prepared: Prepared, answers: Answers, method: Method, *, live: bool
) -> None:
    """The formulas' own scores, the add-in's functions if `live`, and warnings around them."""
    edge = len(prepared.layout.widths)
    sheet.set_column(edge, edge, _GAP)
    native = _natives(method)[kind_of(prepared.form).name]
    told = blocks(prepared)[-1].left if native is None else native.told
    if native is not None:
        _write_native(book, sheet, prepared, answers, native)
    for block in blocks(prepared) if live else ():
        _heads(book, sheet, block.letters, block.heads, prepared.layout.header)
        _fill(book, sheet, prepared, block, answers)
    if native is not None and live:
        own, second = native.columns.own, blocks(prepared)[0]
        above = f"{own}{prepared.layout.header - prepared.layout.heads}"
        look = book.add_format(_WARNING)
        sheet.write_formula(above, not_running_warning(prepared, second, own), look, "")
    below = f"{told}{prepared.table.last + 1}"
    sheet.write_formula(below, hidden_rows_warning(prepared), book.add_format(_WARNING), "")


@dataclass(frozen=True, slots=True)
class _NativeSheet:
    """The columns of a kind of form that its own formulas fill beside the table.

    The first holds what they decide, `told` what they miss by the formula of a row. `law` is the
    policy's name and text where a later reader is to compare them.
    """

    columns: Native
    head: str
    format: str
    told: str
    formula: Callable[[IndicatorTable, int], str]
    law: tuple[str, str] | None = None


def _natives(method: Method) -> ByKind[_NativeSheet | None]:
    scored = Native(steps(method.law), NATIVE, {"target": "", "actual": "", "points": ""})
    law = method.policy, method.text
    evaluation = _NativeSheet(scored, "测算得分", "0.00", TOLD, told_formula, law)
    blank = {"target": "", "actual": "", "month": ""}
    lit = Native(progress_steps(method.pace), LIT, blank, {"month": MONTH})
    found: ByKind[_NativeSheet | None] = {
        "SelfEvaluation": evaluation,
        "TargetDeclaration": None,
        "DepartmentEvaluation": evaluation,
        "DepartmentDeclaration": None,
        "MonitoringReport": _NativeSheet(lit, "序时进度预警", "General", NOTED, noted_formula),
    }
    return found


def _write_native(
    book: Any, sheet: Any, prepared: Prepared, answers: Answers, native: _NativeSheet
) -> None:
    """What formulas alone decide and miss, and the hidden steps behind them."""
    table, letters = prepared.table, (native.columns.own, native.told)
    _heads(book, sheet, letters, (native.head, "检查"), prepared.layout.header)
    look = book.add_format({**_LOOK, **_CENTRED, "num_format": native.format})
    if native.law is not None:
        write_law(sheet, *native.law)
    write_steps(book, sheet, native.columns, table, answers.steps, look)
    words = book.add_format({**_LOOK, **_WORDS})
    for row, said in zip(range(table.first, table.last + 1), padded(answers.told, ""), strict=True):
        sheet.write_formula(f"{native.told}{row}", native.formula(table, row), words, said)


def _heads(
    book: Any, sheet: Any, letters: Sequence[str], heads: Sequence[str], header: int
) -> None:
    look = book.add_format(_HEAD)
    for letter, name in zip(letters, heads, strict=True):
        sheet.set_column(f"{letter}:{letter}", _WIDTHS[name])
        sheet.write_string(f"{letter}{header}", name, look)


def _fill(book: Any, sheet: Any, prepared: Prepared, block: Block, answers: Answers) -> None:
    table, source = prepared.table, block.argument[0]
    looks = [
        book.add_format({**_LOOK, **(_CENTRED | {"num_format": f} if f else _WORDS)})
        for f in block.formats
    ]
    results = [[stored(answer) for answer in line] for line in block.lines(answers.beside)]
    if block.array:
        first, last = map(xl_cell_to_rowcol, block.span(table).split(":"))
        formula = f"{{={block.function}({array_arguments(block, table)})}}"
        sheet.write_array((*first, *last), formula, looks, results)
        return
    for row, (result,) in enumerate(results, table.first):
        target = f"{table.columns[source]}{row}"
        text = f'=IF({target}="","",{block.function}({target}))'
        sheet.write_formula(f"{block.left}{row}", text, looks[0], result)
