"""Several things in one cell: indicators in lines, two levels of them, points for several rows."""

from __future__ import annotations

import pytest

from tests.workbooks.layouts import grid
from validators.checking.check_file import CheckedForm, Choice, check_grid
from workbooks.forms import Category, Form, SelfEvaluation, Subcategory
from workbooks.reading.read_form import Reading, read_grid

_HEAD = """
| 项目支出绩效自评表 | > | > | > | > | > | > | > |
| （2024年度） | > | > | > | > | > | > | > |
| 项目名称 | 示例项目 | > | > | > | > | > | > |
| 主管部门 | 某局 | > | 实施单位 | 某中心 | > | > | > |
| 项目资金（万元） |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
|  | 年度资金总额 | 100 | 100 | 98 | 10 | 98% | 9.8 |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
"""


def read(rows: str) -> Form:
    (one,) = read_grid(grid(_HEAD + rows))
    assert isinstance(one, Reading)
    return one.form


def told(form: Form) -> list[tuple[str, str, str]]:
    return [(row.name.text, row.target.text, row.actual.text) for row in form.indicators]


@pytest.mark.parametrize(
    ("name", "target", "actual"),
    [
        ("1.培训场次⏎2.培训人数", "1.≥10场⏎2.≥300人", "1.12场⏎2.310人"),
        ("1、培训场次 2、培训人数", "1、≥10场 2、≥300人", "1、12场 2、310人"),
        ("指标1：培训场次⏎指标2：培训人数", "≥10场⏎≥300人", "12场⏎310人"),
        ("①培训场次②培训人数", "①≥10场②≥300人", "①12场②310人"),
        ("培训场次⏎培训人数", "≥10场⏎≥300人", "12场⏎310人"),
    ],
)
def test_indicators_in_lines_of_one_cell_are_rows(name: str, target: str, actual: str) -> None:
    form = read(f"| 产出指标 | 数量指标 | {name} | {target} | {actual} | 90 | 90 |  |")

    assert told(form) == [("培训场次", "≥10场", "12场"), ("培训人数", "≥300人", "310人")]
    assert [row.points.value for row in form.indicators] == [90, None]
    assert [row.category.value for row in form.indicators] == [Category.OUTPUT] * 2


@pytest.mark.parametrize(
    ("name", "target", "actual"),
    [
        ("接受培训⏎的人数", "≥300⏎人", "310⏎人"),  # broken in two lines
        ("1.培训场次⏎2.培训人数", "≥10场", "12场"),
        ("1.培训场次⏎2.培训人数", "≥10场⏎≥300人", "都已完成"),
        ("培训覆盖率⏎培训合格率", "≥1.5%⏎≥2.5%", "1.5%⏎2.5%"),  # 1. and 2. may count, or not
    ],
)
def test_what_cannot_be_told_apart_stays_one_row(name: str, target: str, actual: str) -> None:
    form = read(f"| 产出指标 | 数量指标 | {name} | {target} | {actual} | 90 | 90 |  |")

    assert told(form) == [tuple(text.replace("⏎", "\n") for text in (name, target, actual))]


@pytest.mark.parametrize("between", ["-", "—", "/", "→", "：", "⏎", "、", " > "])
def test_two_levels_in_one_cell_are_a_path(between: str) -> None:
    form = read(f"| 产出指标{between}质量指标 |  | 合格率 | ≥95% | 96% | 90 | 90 |  |")

    (row,) = form.indicators
    assert (row.category.value, row.subcategory.value) == (Category.OUTPUT, Subcategory.QUALITY)


def test_points_for_several_rows_are_judged_in_none_of_them() -> None:
    rows = (
        "| 产出指标 | 数量指标 | 培训场次 | ≥10场 | 9场 | 60 | 58 |  |\n"
        "| ^ | ^ | 培训人数 | ≥100人 | 120人 | ^ | ^ | 因天气少办一场，今年补办。 |\n"
        "| 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90% | 92% | 30 | 30 |  |"
    )

    (one,) = check_grid(grid(_HEAD + rows), Choice())

    assert isinstance(one, CheckedForm)
    form = one.reading.form
    assert isinstance(form, SelfEvaluation)
    assert [row.shared for row in form.indicators] == [True, True, False]
    assert {f.rule.code for f in one.outcome.findings}.isdisjoint({"R504", "R505", "R509", "N601"})
    assert "R504" in {skip.rule.code for skip in one.outcome.skips}


def test_money_told_apart_twice_is_counted_once() -> None:
    rows = """
| 部门整体支出绩效自评表 | > | > | > | > | > | > |
| （2024年度） | > | > | > | > | > | > |
| 部门（单位）名称 | 某局 | > | > | > | > | > |
| 部门预算（万元） |  | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 | 得分 |
|  | 年度资金总额 | 100 | 100 | 98 | 98% | 9.8 |
|  | 按收入性质分 |  |  |  |  |  |
|  | 一般公共预算 | 90 | 90 | 88 |  |  |
|  | 其他资金 | 10 | 10 | 10 |  |  |
|  | 按支出性质分 |  |  |  |  |  |
|  | 基本支出 | 70 | 70 | 70 |  |  |
|  | 项目支出 | 30 | 30 | 28 |  |  |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| 产出指标 | 数量指标 | 办件数 | ≥10件 | 12件 | 90 | 90 |
"""

    (one,) = check_grid(grid(rows), Choice())

    assert isinstance(one, CheckedForm)
    form = one.reading.form
    assert isinstance(form, SelfEvaluation)
    assert [(line.kind.name, line.name.text) for line in form.funding.parts] == [
        ("DETAIL", "按收入性质分"),
        ("FISCAL_APPROPRIATION", "一般公共预算"),
        ("OTHER_FUNDS", "其他资金"),
        ("DETAIL", "按支出性质分"),
        ("DETAIL", "基本支出"),
        ("DETAIL", "项目支出"),
    ]
    assert "B201" not in {found.rule.code for found in one.outcome.findings}
