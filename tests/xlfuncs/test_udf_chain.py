"""What Excel calls: xlwings' own generator, server and converters, run on the published forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from macros.cli import main
from macros.vbaproject import wrappers
from macros.vbaproject.modules import shipped
from tests.xlfuncs.excel import SAMPLES, Sheet, generated, published, windows
from workbooks.values.target import read_target
from xlfuncs.target_words import understood
from xlfuncs.whole_form import score

DIVISION, MISSING = -2146826281, -2147352572
SHEETS = published()


@pytest.fixture(scope="module")
def excel() -> Iterator[SimpleNamespace]:
    with windows() as chain:
        yield chain


@pytest.fixture(autouse=True)
def _desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("APPDATA", str(tmp_path))
    monkeypatch.delenv("JIXIAO_POLICY", raising=False)


def call(excel: SimpleNamespace, function: str, *arguments: Any) -> Any:
    """As the add-in calls: no workbook, no caller."""
    return excel.call("xlfuncs.udf", function, arguments)


def tuples(block: list[list[Any]]) -> tuple[tuple[Any, ...], ...]:
    """A range of several cells, as pywin32 gives it."""
    return tuple(map(tuple, block))


def number(value: Any) -> Any:
    return None if value is None else float(value)


@pytest.fixture(params=SHEETS, ids=lambda sheet: sheet.name)
def sheet(request: pytest.FixtureRequest) -> Sheet:
    given = request.param
    assert isinstance(given, Sheet)
    return given


def test_every_row_is_scored_as_the_form_is(excel: SimpleNamespace, sheet: Sheet) -> None:
    worths = score(sheet.filing.form, sheet.filing.policy).indicators

    block = call(excel, "JX_EVALUATE", tuples(sheet.columns(3)))

    assert len(block) == len(worths) == len(sheet.filing.form.indicators)
    for (target, actual, points), worth, row in zip(sheet.columns(3), worths, block, strict=True):
        ratios = [number(worth.completion), number(worth.deviation)]
        shown = ["不适用" if ratio is None else ratio for ratio in ratios]
        assert row == [number(worth.score), *shown]
        assert call(excel, "JX_SCORE", target, actual, points) == row[0]
        assert call(excel, "JX_COMPLETION", target, actual) == row[1]
        assert call(excel, "JX_DEVIATION", target, actual) == row[2]
        assert call(excel, "JX_EXPLAIN", target, actual, points) == worth.explanation
        assert call(excel, "JX_TARGET", target) == understood(read_target(target))


def test_every_row_is_checked(excel: SimpleNamespace, sheet: Sheet) -> None:
    block = call(excel, "JX_CHECKS", tuples(sheet.rows))

    assert block == [[call(excel, "JX_CHECK", *row)] for row in sheet.rows]
    assert [told for (told,) in block if told] == []

    noteless = [[*row[:4], None] for row in sheet.rows]
    told = [text for (text,) in call(excel, "JX_CHECKS", tuples(noteless)) if text]
    reduced = [row for row in sheet.rows if row[3] < row[2]]
    assert len(told) == len(reduced)
    assert all("偏差原因为空" in text for text in told)


def test_the_names_of_indicators_tell_a_sign_that_is_wrong(excel: SimpleNamespace) -> None:
    rows = (("≥5(%)", "3(%)", 10.0, 10.0, None), ("≥5(%)", "3(%)", 10.0, 6.0, "因雨取消。"))
    names = (("群众投诉率",), ("政策知晓率",))
    evaluated = tuple(row[:3] for row in rows)

    assert call(excel, "JX_EVALUATE", evaluated, names)[0] == ["无法测算", "", ""]
    assert call(excel, "JX_EVALUATE", evaluated, names)[1][0] == 6.0
    assert call(excel, "JX_EVALUATE", evaluated, MISSING)[0][0] == 6.0
    assert call(excel, "JX_SCORE", *evaluated[0], "群众投诉率") == "无法测算"
    assert call(excel, "JX_SCORE", *evaluated[0], MISSING) == 6.0
    told = "这项指标越低越好，年度指标值写的却是“≥5(%)”。请核实比较符号是否应为“≤”。"
    assert call(excel, "JX_CHECKS", rows, names) == [[told], [""]]
    assert call(excel, "JX_CHECK", *rows[0], "群众投诉率") == told
    assert call(excel, "JX_EXPLAIN", *evaluated[0], "群众投诉率").endswith("意思相反，无法测算")
    for wrong in ("群众投诉率", (("甲",),), (("甲", "乙"), ("丙", "丁"))):
        assert call(excel, "JX_EVALUATE", evaluated, wrong) == "指标名称请选一列，行数与数据相同"
    assert call(excel, "JX_CHECK", *rows[1], DIVISION) == "三级指标公式出错。"


def test_a_column_of_lights_is_one_call(excel: SimpleNamespace) -> None:
    targets, done = (("≥24(场)",), (None,), ("优秀",)), (("14(场)",), (None,), ("一般",))

    assert call(excel, "JX_PROGRESS", targets, done, 7.0) == [["绿灯"], [""], ["需人工判断"]]
    assert call(excel, "JX_PROGRESS", "≥24(场)", "7(场)", 7.0) == "红灯"
    assert call(excel, "JX_PROGRESS", "≥24(场)", "7(场)", MISSING) == "月份应为 1 至 12 的整数"


def test_money_total_and_rating(excel: SimpleNamespace, sheet: Sheet) -> None:
    worth = score(sheet.filing.form, sheet.filing.policy)
    budget, executed, points, earned = sheet.funds

    rate = call(excel, "JX_EXECUTION_RATE", budget, executed)
    execution = call(excel, "JX_EXECUTION_SCORE", budget, executed, points)
    reported = call(excel, "JX_TOTAL", ((earned,), *((row[3],) for row in sheet.rows)))
    scores = [row[0] for row in call(excel, "JX_EVALUATE", tuples(sheet.columns(3)))]
    computed = call(excel, "JX_TOTAL", (execution, *scores))

    assert (rate, execution) == (number(worth.execution.rate), number(worth.execution.score))
    assert call(excel, "JX_EXECUTION_SCORE", budget, executed, MISSING) == execution
    assert (reported, computed) == (number(worth.summed), number(worth.computed))
    assert call(excel, "JX_RATING", reported) == worth.rating


def test_the_command_line_prints_the_same_figures(
    excel: SimpleNamespace, sheet: Sheet, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", str(SAMPLES / f"{sheet.name}.xlsx")]) == 0
    printed = capsys.readouterr().out.splitlines()

    figures = [f"{row[0]:.2f}" for row in call(excel, "JX_EVALUATE", tuples(sheet.columns(3)))]
    sums = [call(excel, "JX_EXPLAIN", *row) for row in sheet.columns(3)]
    names = [row.name.text for row in sheet.filing.form.indicators]
    found = [line for line in printed if any(line.startswith(name[:4]) for name in names)]
    assert len(found) >= len(names)
    for name, figure, how in zip(names, figures, sums, strict=True):
        (line, *_) = [line for line in found if line.startswith(name[:8]) and how[:8] in line]
        assert re.search(rf"\s{re.escape(figure)}\s", line), line


def test_one_row_comes_flat_and_goes_flat(excel: SimpleNamespace) -> None:
    row = ["≥90.00(%)", "85.00(%)", 5.0]

    assert call(excel, "JX_EVALUATE", row) == [4.72, 85 / 90, pytest.approx(-5 / 90)]
    assert call(excel, "JX_EVALUATE", (tuple(row),)) == call(excel, "JX_EVALUATE", row)
    assert call(excel, "JX_CHECKS", [*row, 4.72, "因故未办。"]) == ""
    assert call(excel, "JX_TOTAL", [1.0, 2.0]) == 3.0
    assert call(excel, "JX_TOTAL", ((1.0,), (2.0,))) == 3.0


def test_one_cell_and_no_cell(excel: SimpleNamespace) -> None:
    assert call(excel, "JX_EVALUATE", "≥90") == "请选三列：年度指标值、实际完成值、分值"
    assert call(excel, "JX_EVALUATE", None) == "请选三列：年度指标值、实际完成值、分值"
    assert call(excel, "JX_TOTAL", None) == ""
    assert call(excel, "JX_SCORE", None, None, None) == ""
    assert call(excel, "JX_SCORE", "≥90", None, 5.0) == "实际完成值为空"
    assert call(excel, "JX_SCORE", ("≥90", "≥80"), 90.0, 5.0) == "每个参数请只选一个单元格"
    assert call(excel, "JX_CHECK", "≥90", 90.0, 5.0, 5.0, MISSING) == ""


def test_error_cells_are_told_and_never_blank(excel: SimpleNamespace) -> None:
    errors = sorted(excel.xlwings._xlwindows.cell_errors)

    assert len(errors) == 7
    for error in [*errors, -2146826243]:
        block = call(excel, "JX_EVALUATE", (("≥90", error, 5.0), (None, None, None)))
        assert block == [["实际完成值公式出错", "", ""], ["", "", ""]]
        assert call(excel, "JX_SCORE", "≥90", 85.0, error) == "分值公式出错"
        assert call(excel, "JX_EXECUTION_RATE", error, 1.0) == "全年预算数公式出错"
        assert call(excel, "JX_TOTAL", ((error,), (1.0,))) == "得分公式出错"
        assert call(excel, "JX_RATING", error) == "总分公式出错"
        assert call(excel, "JX_TARGET", error) == "年度指标值公式出错"


def test_nothing_that_is_broken_leaves_as_an_exception(
    excel: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("deliberately broken")

    monkeypatch.setattr(excel.udf.udf_answers, "evaluated", broken)

    told = call(excel, "JX_EVALUATE", tuples(SHEETS[0].columns(3)))

    assert told == "程序故障，请把日志发给维护人"
    assert "deliberately broken" in (tmp_path / "jixiao" / "excel.log").read_text("utf-8")


def test_the_hook_that_ends_excel_is_taken_off(excel: SimpleNamespace) -> None:
    assert [one.__name__ for (one,) in excel.unregistered] == ["cleanup"]


def test_no_function_asks_for_what_costs_or_blocks(excel: SimpleNamespace) -> None:
    for function in wrappers.functions():
        known = getattr(excel.udf, function.name).__xlfunc__
        assert (known["volatile"], known["call_in_wizard"], known["async_mode"]) == (
            False, False, None,
        )  # fmt: skip
        assert "expand" not in known["ret"]["options"]
        assert all(argument["options"]["ndim"] == 2 for argument in known["args"])


def test_xlwings_reads_the_same_functions_arguments_and_help(excel: SimpleNamespace) -> None:
    functions = wrappers.functions()
    marked = {name for name, value in vars(excel.udf).items() if hasattr(value, "__xlfunc__")}

    assert {function.name for function in functions} == marked
    assert len(functions) == 13
    for function in functions:
        known = getattr(excel.udf, function.name).__xlfunc__
        assert function.help == known["ret"]["doc"]
        assert known["category"] == "绩效评价"
        assert [(a.name, a.help, a.optional) for a in function.arguments] == [
            (argument["name"], argument["doc"], "optional" in argument)
            for argument in known["args"]
        ]


def calls(vba: str, pattern: str) -> dict[str, tuple[str, ...]]:
    """Function -> what it is called with, its head first."""
    heads = dict(re.findall(r"^(?:Public )?Function (JX_\w+)\((.*)\)$", vba, re.MULTILINE))
    found = re.findall(pattern, vba, re.MULTILINE)
    return {name: (heads[name], *rest) for name, *rest in found}


def test_our_wrapper_calls_what_that_of_xlwings_calls(excel: SimpleNamespace) -> None:
    stock = generated(excel, "Book1.xlsm")
    ours = wrappers.addin_module().replace("\r\n", "\n")

    theirs = calls(stock, r'^ +(JX_\w+) = XLPy\.CallUDF\("(.+?)", "(JX_\w+)", Array\((.*)\)\)$')
    mine = calls(ours, r'^ +(JX_\w+) = Answer\("(JX_\w+)", Array\((.*)\)\)$')

    assert len(theirs) == 13
    assert {
        name: (head, "xlfuncs.udf", function, re.sub(r"Given\((\w+)\)", r"\1", arguments))
        for name, (head, function, arguments) in mine.items()
    } == theirs
    assert 'server.CallUDF("xlfuncs.udf", (functionName), (arguments))' in shipped("Server.bas")
