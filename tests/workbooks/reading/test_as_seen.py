"""A form whose cells show something else than they store is read as it is seen.

Each case changes the standard self-evaluation: address, stored number, number format. The lines
are all that the rules say.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cases import judged, lines_of, texts_of
from workbooks.drawing import layout
from workbooks.grid import Grid, Raw, position
from workbooks.reading import from_texts, read_form
from workbooks.reading.read_form import Reading

Change = tuple[str, Raw, str]
MONEY = (("C", 50.0), ("D", 50.0), ("E", 49.5))


def form(*changes: Change) -> Grid:
    """The standard self-evaluation with some cells stored and shown otherwise."""
    grid = layout.lay_out(from_texts.self_evaluation(texts_of(""))).grid()
    values, formats = dict(grid.values), dict(grid.formats)
    for address, raw, code in changes:
        values[position(address)] = raw
        formats[position(address)] = code
    return replace(grid, values=values, formats=formats)


def told(grid: Grid) -> tuple[str, ...]:
    (one,) = read_form.read_grid(grid)
    assert isinstance(one, Reading)
    return tuple(line for line in lines_of(one, judged(one)) if not line.startswith("未检查"))


@pytest.mark.parametrize(
    "changes",
    [
        [],
        # the rate, 99.00 in the column of percent
        *([("G6", 99.0, code), ("G7", 99.0, code)] for code in ('0.00"%"', r"0.00\%", "0.00!%")),
        [("G6", 99.0, "0.00_%"), ("G7", 99.0, '[=0]"-";0.00"%"')],
        [("G6", 0.99, "0.00%"), ("G7", 0.99, "0%;-0%;0%")],
        # money in its unit, with separators, by accountants
        [(f"{column}6", value, '#,##0.00"万元"') for column, value in MONEY],
        [("C6", 50.0, '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ')],
        [(f"{column}8", 0.0, '_ * #,##0.00_ ;_ * "-"??_ ;_ * "-"??_ ;_ @_ ') for column in "CDE"],
        [(f"{column}8", 0.0, "0.00;-0.00;;@") for column in "CDE"],
        # points and scores
        [("F13", 20.0, '0"分"'), ("G13", 20.0, "0.0分")],
        [("F13", 20.0, "[DBNum1][$-804]General")],
        [("F13", 20.0, "[红色]0;[蓝色]-0")],
        [("F13", 20.0, f"0.{'0' * 50_000}")],
        [("G17", 9.999999999999, "0.00")],
        # targets and actual values with sign and unit in the format
        [("D14", 0.95, '"≥"0%'), ("E14", 0.96, "0%")],
        [("D14", 95.0, '"≥"0.00"(%)"'), ("E14", 96.0, '0.00"(%)"')],
        [("D13", 10.0, '"≥"0"(场)"'), ("E13", 10.0, '0"(场)"')],
        [("D13", "10", '"≥"@"(场)"'), ("E13", "10", '@"(场)"')],
        # a word by condition
        [("F19", 99.9, '[>=90]"优";[>=80]"良";"差"')],
    ],
)
def test_what_is_seen_is_clean(changes: list[Change]) -> None:
    assert told(form(*changes)) == ()


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        (
            [
                ("C15", "办理时限", ""),
                ("D15", 5.0, '"≤"0"(个工作日)"'),
                ("E15", 8.0, '0"(个工作日)"'),
            ],
            (
                "错误 R504 G15：「办理时限」实际完成值“8(个工作日)”没有达到年度指标值"
                "“≤5(个工作日)”，却得满分 10 分；按完成情况最多 4 分"
                "（(1 － (8 － 5) ÷ 5) × 10 = 4），多出 6 分。"
                "请更正得分，并填写偏差原因和改进措施。",
            ),
        ),
        (
            [("F19", 85.0, '[>=90]"优";[>=80]"良";"差"')],
            ("错误 R508 F19：「评分等级」为“良”，总分 99.9 分应评为“优”。请更正评分等级或总分。",),
        ),
        (
            [("G17", 9.998, "0.00"), ("G18", 99.898, "0.00")],
            (
                "提示 R510 G17：「参训人员满意度」得分 9.998 分，有 3 位小数，一般保留两位。"
                "建议四舍五入到两位小数。",
            ),
        ),
        (
            [("G17", 10.004, "0.00"), ("G18", 99.904, "0.00")],
            (
                "提示 R510 G17：「参训人员满意度」得分 10.004 分，有 3 位小数，一般保留两位。"
                "建议四舍五入到两位小数。",
            ),
        ),
        (
            [("E14", 0.9466, "0%")],
            (
                "错误 R504 G14：「培训合格率」实际完成值“94.66%”没有达到年度指标值“≥95.00(%)”，"
                "却得满分 20 分；按完成情况最多 19.93 分（94.66 ÷ 95 × 20 = 19.93），多出 0.07 分。"
                "请更正得分，并填写偏差原因和改进措施。",
            ),
        ),
        (
            [(f"{column}{row}", value * 1000, "#,##0.00,")
             for column, value in MONEY for row in (6, 7)],
            (
                "提示 S114 C6：从这一格起，表内有 6 个单元格显示的数与存的数大小不同："
                "这一格显示「50.00」，存的是 50000，按显示的读取。建议直接填写显示的数。",
            ),
        ),
        (
            [("G13", 20.0, ";;;")],
            (
                "错误 S105 G13：「培训场次」的「得分」没有填写。请补填后再报送。",
                "警告 S111 G13：从这一格起，表内有 1 个有内容的单元格在隐藏的行、列或工作表里，"
                "或有隐藏、划掉、被合并盖住的内容。请取消隐藏，核实这些内容是否应当报送。",
            ),
        ),
        (
            [("F13", 20.0, '[>90]"多";[>80]"少"')],
            ("读不成 F13「分值」填的是“########”，读不成数。请只填数字。",),
        ),
    ],
)  # fmt: skip
def test_what_is_seen_is_judged(changes: list[Change], lines: tuple[str, ...]) -> None:
    assert told(form(*changes)) == lines
