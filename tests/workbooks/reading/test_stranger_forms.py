"""Forms as counties, universities and hospitals print them, each with what once went wrong."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.workbooks.layouts import FOLDER, grid
from validators.checking.checked_policy import policy_of
from validators.deductions import is_budget_execution
from validators.filing import Filing, file
from validators.rules import b201_fund_total_mismatch, s107_category_missing
from workbooks.forms import Cell, Form, SelfEvaluation
from workbooks.reading.account import UNREAD, account
from workbooks.reading.read_form import Reading, SheetRefusal, read_grid
from workbooks.values.target import read_actual, read_target
from xlfuncs.comparing import held

NATIONAL = (FOLDER / "national" / "1.md").read_text("utf-8")
ROW = (
    "| ^ | 产出指标 | 数量指标 | 培训场次 | ≥10场 | 8场 | 50 | 40 | 停办两场，今后提前落实场地。 |"
)
NAMES = ["培训场次", "政策知晓率", "学员满意度"]
HEAD = next(line for line in NATIONAL.splitlines() if "三级指标" in line)
TOTAL = NATIONAL.splitlines()[-1]


def only(text: str) -> Reading:
    (one,) = read_grid(grid(text))
    assert isinstance(one, Reading), one
    return one


def evaluated(text: str) -> SelfEvaluation:
    form: Form = only(text).form
    assert isinstance(form, SelfEvaluation)
    return form


def unread(one: Reading) -> list[str]:
    told = account(one.form, one.marks, one.texts)
    return [entry.text for entry in told if entry.what == UNREAD]


def numbers(*cells: Cell[Decimal]) -> list[Decimal | None]:
    return [cell.value for cell in cells]


def with_money(*lines: str) -> str:
    """The national form with other lines of money; each has nine cells."""
    all_lines = NATIONAL.splitlines()
    first = next(i for i, line in enumerate(all_lines) if "年初预算数" in line)
    last = next(i for i, line in enumerate(all_lines) if "年度总体目标" in line)
    return "\n".join([*all_lines[:first], *lines, *all_lines[last:]])


def test_half_a_years_money_is_not_the_years() -> None:
    form = evaluated(
        with_money(
            "| 项目资金 | 全年预算数 | > | 上半年执行数 | > | 全年执行数 | 执行率 | 分值 | 得分 |",
            "| ^ | 300 | > | 120 | > | 285 | 95% | 10 | 9.5 |",
        )
    )

    total = form.funding.total
    assert numbers(total.annual_budget, total.executed) == [Decimal(300), Decimal(285)]


def test_last_years_money_is_not_this_years() -> None:
    form = evaluated(
        with_money(
            "| 项目资金（万元） | > | 2022年执行数 | 2023年 | > | > | 执行率 | 分值 | 得分 |",
            "| ^ | > | ^ | 年初预算数 | 全年预算数 | 全年执行数 | ^ | ^ | ^ |",
            "| 年度资金总额 | > | 170 | 180 | 200 | 190 | 95% | 10 | 9.5 |",
        )
    )

    total = form.funding.total
    assert numbers(total.initial_budget, total.annual_budget, total.executed) == [
        Decimal(180),
        Decimal(200),
        Decimal(190),
    ]


def test_a_name_at_the_left_of_the_money_is_no_column_of_it() -> None:
    form = evaluated(
        with_money(
            "| 年度预算（万元） | > |  | 年初预算 | 调整预算 | 实际支出 | 分值 | 执行率 | 得分 |",
            "| ^ | > | 年度资金总额 | 50 | 60 | 57 | 10 | 95% | 9.5 |",
            "| ^ | > | 财政拨款 | 50 | 60 | 57 | — | 95% | — |",
            "| ^ | > | 其他资金 | 0 | 0 | 0 | — |  | — |",
        )
    )

    total = form.funding.total
    assert numbers(total.annual_budget, total.executed) == [Decimal(60), Decimal(57)]
    assert [fund.name.text for fund in form.funding.parts] == ["财政拨款", "其他资金"]


def test_heads_over_years_that_are_numbers_stay_heads() -> None:
    head = (
        "| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值 | > | 得分 | 原因 |\n"
        "| ^ | ^ | ^ | ^ | ^ | 2022 | 2023 | ^ | ^ |"
    )
    rows = NATIONAL.splitlines()
    at = rows.index(HEAD)
    form = evaluated("\n".join([*rows[:at], head, *rows[at + 1 :]]))

    assert [row.name.text for row in form.indicators] == NAMES
    assert form.indicators[0].category.text == "产出指标"


def test_a_block_of_money_with_a_column_called_indicator_is_no_table() -> None:
    form = evaluated(
        with_money(
            "| 预算执行（20分） | > | 指标 | 年初预算 | 全年预算 | 全年执行 | > | 执行率 | 得分 |",
            "| ^ | > | 预算总额 | 95 | 98 | 93.1 | > | 95% | 19 |",
            "| ^ | > | 项目支出 | 95 | 98 | 93.1 | > | 95% | — |",
        )
    )

    assert [row.name.text for row in form.indicators] == NAMES
    total = form.funding.total
    assert numbers(total.annual_budget, total.executed, total.score) == [
        Decimal(98),
        Decimal("93.1"),
        Decimal(19),
    ]


def test_an_actual_value_under_the_head_of_the_target_is_this_years() -> None:
    head = (
        "| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | > | 分值 | 得分 | 偏差原因分析 |\n"
        "| ^ | ^ | ^ | ^ | 年度指标值 | 实际完成值 | ^ | ^ | ^ |"
    )

    form = evaluated(NATIONAL.replace(HEAD, head))

    assert [row.actual.text for row in form.indicators] == ["8场", "92%", "95%"]


def test_the_target_of_a_declaration_is_not_that_of_the_year_before_last() -> None:
    one = only(
        "| 项目支出绩效目标申报表 | > | > | > | > | > | > |\n"
        "| 项目名称 | 补助 | > | > | > | > | > |\n"
        "| 主管部门 | 示例局 | > | > | 实施单位 | 示例站 | > |\n"
        "| 一级指标 | 二级指标 | 三级指标 | 指标值 | > | > | 备注 |\n"
        "| ^ | ^ | ^ | 前年实际 | 上年实际 | 本年预期 | ^ |\n"
        "| 产出指标 | 数量指标 | 补助人数 | 300人 | 310人 | ≥320人 |  |\n"
        "| 满意度指标 | 服务对象满意度 | 满意度 | 88% | 90% | ≥85% |  |"
    )

    assert [row.target.text for row in one.form.indicators] == ["≥320人", "≥85%"]


@pytest.mark.parametrize("label", ["预算执行率", "预算执行情况", "一、预算执行率（10分）"])
@pytest.mark.parametrize("at_the_top", [True, False])
def test_the_rate_of_execution_among_the_indicators_is_the_moneys_score(
    label: str, at_the_top: bool
) -> None:
    row = f"| ^ | {label} | > | > | ≥90% | 99% | 10 | 9.9 |  |"
    text = NATIONAL.replace("| 99.00% | 9.9 |", "| 99.00% |  |")
    text = (
        text.replace(ROW, f"{row}\n{ROW}") if at_the_top else text.replace(TOTAL, f"{row}\n{TOTAL}")
    )

    one = only(text)

    assert isinstance(one.form, SelfEvaluation)
    assert [row.name.text for row in one.form.indicators] == [
        "培训场次",
        "政策知晓率",
        "学员满意度",
    ]
    assert numbers(one.form.funding.total.points, one.form.funding.total.score) == [
        Decimal(10),
        Decimal("9.9"),
    ]
    assert unread(one) == []


def test_a_rate_of_execution_that_contradicts_the_money_is_told() -> None:
    row = "| 预算执行率 | > | > | > | > | > | 10 | 8 |  |"

    one = only(NATIONAL.replace(TOTAL, f"{row}\n{TOTAL}"))

    assert isinstance(one.form, SelfEvaluation)
    assert one.form.funding.total.score.value == Decimal("9.9")
    assert len(one.form.indicators) == 3
    assert "8" in unread(one)


def test_a_category_without_indicators_is_no_unread_cell_and_ends_the_one_above() -> None:
    text = NATIONAL.replace(
        "| ^ | 效益指标 | 社会效益指标 | 政策知晓率",
        "| ^ |  | 时效指标 |  |  |  |  |  |  |\n"
        "| ^ | 效益指标 | 经济效益指标 |  |  |  |  |  |  |\n"
        "| ^ |  | 社会效益指标 | 政策知晓率",
    )

    one = only(text)

    assert [row.category.text for row in one.form.indicators] == [
        "产出指标",
        "效益指标",
        "满意度指标",
    ]
    assert unread(one) == []


def test_the_points_of_a_group_are_no_unread_cells() -> None:
    row = "| ^ | 产出指标（50分） | > | > | > | > | 50 | 40 |  |"

    one = only(NATIONAL.replace(ROW, f"{row}\n{ROW}"))

    assert [row.name.text for row in one.form.indicators] == [
        "培训场次",
        "政策知晓率",
        "学员满意度",
    ]
    assert unread(one) == []


def test_the_word_for_the_total_is_no_figure() -> None:
    text = NATIONAL.replace(
        "| 总分 | > | > | > | > | > | 100 |", "| 总分 | > | > | > | > | > | > |"
    )

    one = only(text)

    assert isinstance(one.form, SelfEvaluation)
    assert one.unreadable == ()
    assert one.form.total_score.value == Decimal("89.90")


def test_what_was_reached_is_found_beside_the_goal_under_any_word() -> None:
    text = NATIONAL.replace("| 实际完成情况 |", "| 年底目标落实结果 |")

    form = evaluated(text)

    assert form.actual_outcome.text == "培训已按计划办好。"
    assert form.actual_outcome.label == "年底目标落实结果"


@pytest.mark.parametrize("said", ["预算年度：2023", "预算年度：2023年"])
def test_the_year_stands_beside_its_label_without_its_sign(said: str) -> None:
    assert evaluated(NATIONAL.replace("（2023年度）", said)).fiscal_year.value == 2023


def test_weights_written_as_percentages_are_points() -> None:
    text = NATIONAL.replace("| 8场 | 50 |", "| 8场 | 50% |").replace(
        "| 92% | 30 |", "| 92% | '30% |"
    )

    form = evaluated(text)

    assert [row.points.value for row in form.indicators] == [Decimal(50), Decimal(30), Decimal(10)]


def test_a_measure_in_a_column_of_its_own_is_a_measure() -> None:
    head = HEAD.replace("| 得分 | 偏差原因分析及改进措施 |", "| 得分 | 未完成原因 | 改进措施 |")
    lines = NATIONAL.replace(HEAD, head).splitlines()
    row = ROW.replace("停办两场，今后提前落实场地。 |", "账户异常 | 已逐户更换账户 |")
    text = "\n".join(line if line != ROW else row for line in lines)

    form = evaluated(text)

    assert form.indicators[0].note.text == "账户异常；改进措施：已逐户更换账户"


def test_a_blank_form_is_called_one_in_a_whole_sentence() -> None:
    (found,) = read_grid(
        grid(
            "| 项目支出绩效自评表 | > | > | > | > | > |\n"
            "| 项目名称 |  | > | > | > | > |\n"
            "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 |\n"
            "| 产出指标 | 数量指标 | 指标1： |  |  |  |"
        )
    )

    assert isinstance(found, SheetRefusal)
    assert found.refusal.message == "是空白表（绩效自评表），没有填写。"


def test_a_figure_in_a_sentence_counts_where_it_alone_is_in_the_targets_unit() -> None:
    target = read_target("100%")

    assert held(target, read_actual("4次抽检全部合格，合格率100%")).value == Decimal(100)
    assert held(target, read_actual("计划100%，实际98%")).value is None
    assert held(target, read_actual("约4次抽检，合格率98%")).value is None
    assert held(target, read_actual("培训98%，覆盖97%")).value is None


@pytest.mark.parametrize("text", ["9.5/10万", "9.5（/10万）", "9.5例/100000", "9.5/十万人"])
def test_what_is_counted_in_a_hundred_thousand_is_a_number(text: str) -> None:
    actual = read_actual(text)

    assert (actual.value, actual.unit) == (Decimal("9.5"), "例/十万")


def test_the_rate_of_execution_loses_no_points_that_its_amounts_do_not_tell() -> None:
    row = "| ^ | 预算执行 | 预算执行率 | 预算执行率 | 100% | 96% | 10 | 9.6 |  |"
    form = evaluated(NATIONAL.replace(ROW, f"{row}\n{ROW}"))
    filing = file(form, policy_of("national"))

    assert isinstance(filing, Filing)
    assert is_budget_execution(form.indicators[0])
    assert [lost.name for lost in filing.deductions] == ["培训场次"]


def test_a_department_with_a_frame_of_its_own_misses_no_category() -> None:
    text = NATIONAL.replace("产出指标", "履职效能").replace("效益指标 | 社会", "管理效率 | 社会")
    filing = file(evaluated(text), policy_of("national"))

    assert list(s107_category_missing.check(filing)) == []


@pytest.mark.parametrize(
    "names",
    [
        ["一、财政拨款", "1.中央补助", "2.省级补助", "二、集资", "合计"],
        ["财政拨款小计", "中央补助", "省级补助", "其他资金", "合计"],
    ],
)
def test_lines_that_a_line_above_holds_are_not_added_twice(names: list[str]) -> None:
    amounts = [80, 50, 30, 20, 100]
    form = evaluated(
        with_money(
            "| 项目资金 | > |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |",
            *(
                f"| ^ | > | {name} | {n} | {n} | {n} |  | 100% |  |"
                for name, n in zip(names, amounts, strict=True)
            ),
        )
    )

    filing = file(form, policy_of("national"))
    assert isinstance(filing, Filing)
    assert form.funding.total.annual_budget.value == Decimal(100)
    assert list(b201_fund_total_mismatch.check(filing)) == []


def test_goal_and_what_was_reached_are_found_under_two_heads_nobody_knows() -> None:
    text = NATIONAL.replace("| 预期目标 |", "| 目标内容 |").replace(
        "| 实际完成情况 |", "| 自评情况 |"
    )

    form = evaluated(text)

    assert form.expected_goal.label == "目标内容"
    assert form.actual_outcome.text == "培训已按计划办好。"
    assert {(head.text, head.value) for head in form.understanding.heads} >= {
        ("目标内容", "预期目标"),
        ("自评情况", "实际完成情况"),
    }


def test_an_unknown_column_of_amounts_is_the_budget_between_two_others_and_is_told() -> None:
    known = evaluated(NATIONAL)
    text = NATIONAL.replace("全年预算数", "实际下达数")

    form = evaluated(text)

    assert form.funding.total.annual_budget.value == known.funding.total.annual_budget.value
    told = [(head.text, head.value) for head in form.understanding.heads]
    assert [value for text, value in told if "实际下达数" in text] == ["全年预算数"]
