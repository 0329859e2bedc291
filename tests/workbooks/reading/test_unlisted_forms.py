"""Forms of bodies that nobody listed: read as a person reads them, from words, places and cells."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from tests.workbooks.layouts import FOLDER, forms, grid
from workbooks.forms import (
    Cell,
    DepartmentEvaluation,
    Indicator,
    SelfEvaluation,
    State,
    TargetDeclaration,
)
from workbooks.grid import Area, Grid
from workbooks.reading.account import UNREAD, account
from workbooks.reading.read_form import Reading, SheetRefusal, read_grid
from workbooks.vocabulary.vocabulary import Step

NATIONAL = (FOLDER / "national" / "1.md").read_text("utf-8")
DECLARED = (FOLDER / "declaration" / "1.md").read_text("utf-8")


def read(sheet: Grid) -> list[Reading]:
    found = list(read_grid(sheet))
    assert all(isinstance(one, Reading) for one in found), found
    return [one for one in found if isinstance(one, Reading)]


def only(text: str) -> Reading:
    (one,) = read(grid(text))
    return one


def rows(one: Reading) -> list[tuple[str, str]]:
    return [(row.name.text, row.target.text) for row in one.form.indicators]


def cells(one: Reading, name: str) -> list[str]:
    found: list[Cell[str]] = [getattr(row, name) for row in one.form.indicators]
    return [cell.text for cell in found]


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("指标内容", [("指标内容", "三级指标")]),
        ("*三级指标", []),
        ("三级指标（包含数字及文字描述）", []),
        ("某某说法", [("某某说法", "三级指标")]),
    ],
)
def test_a_name_in_other_words_is_read_and_told_once(
    head: str, told: list[tuple[str, str]]
) -> None:
    one = only(DECLARED.replace("三级指标", head))

    assert rows(one)[:2] == [("培训场次", "≥10场"), ("培训合格率", "≥95%")]
    assert [(c.text, c.value) for c in one.form.understanding.heads] == told


@pytest.mark.parametrize(
    ("head", "step"), [("主管部门", Step.EXACT), ("某某项目主管单位", Step.PATTERN)]
)
def test_the_account_says_how_a_head_of_the_form_was_understood(head: str, step: Step) -> None:
    one = only(NATIONAL.replace("主管部门", head))

    entries = account(one.form, one.marks, one.texts)
    assert isinstance(one.form, SelfEvaluation)
    assert one.form.supervising_department.label == head
    assert [entry.step for entry in entries if entry.text == head] == [step]


@pytest.mark.parametrize("lacking", ["偏差原因分析及改进措施", "分值", "得分", "二级指标"])
def test_no_column_but_a_name_and_a_target_is_compulsory(lacking: str) -> None:
    lines = [line.split("|") for line in NATIONAL.splitlines()]
    head = next(line for line in lines if " 三级指标 " in line)
    at = next(i for i, part in enumerate(head) if part.strip() == lacking)
    first = lines.index(head)
    kept = ["|".join(line[:at] + line[at + 1 :]) for line in lines[first:]]

    one = only("\n".join([*("|".join(line) for line in lines[:first]), *kept]))

    assert [name for name, _ in rows(one)] == ["培训场次", "政策知晓率", "学员满意度"]


def test_the_target_is_this_years_and_last_years_value_is_kept() -> None:
    lines = DECLARED.replace("| 三级指标 | 指标值 |", "| 三级指标 | 指标值 | > |").splitlines()
    at = next(i for i, line in enumerate(lines) if "三级指标" in line)
    below = [
        line.replace("| ≥", "| 8 | ≥").replace("| ≤", "| 8 | ≤") if i > at else line
        for i, line in enumerate(lines)
    ]
    below.insert(at + 1, "| ^ | ^ | ^ | ^ | 2023年实际实现值 | 预期2024年实现值 |")

    one = only("\n".join(below))

    assert rows(one)[0] == ("培训场次", "≥10场")
    assert cells(one, "last_actual")[0] == "8"


def test_an_adjusted_target_holds_where_it_is_filled_in() -> None:
    lines = NATIONAL.splitlines()
    wide = [
        line.replace("| 年度指标值 |", "| 年度指标值 | 调整后指标值 |")
        .replace("| ≥10场 |", "| ≥10场 | ≥12场 |")
        .replace("| ≥90% |", "| ≥90% |  |")
        for line in lines
    ]

    one = only("\n".join(wide))

    assert [target for _, target in rows(one)] == ["≥12场", "≥90%", "≥90%"]
    assert [cell.text for cell in one.form.indicators[0].others] == ["≥10场"]


def test_of_two_halves_the_years_is_the_form() -> None:
    text = """
| 项目支出绩效目标申报表 | > | > | > | > | > | > |
| （2024年度） | > | > | > | > | > | > |
| 项目名称 | 培训经费 | > | > | > | > | > |
| 总体目标 | 中期目标 | > | > | > | 年度目标 | > |
| ^ | 三年培训3000人。 | > | > | > | 当年培训1000人。 | > |
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 培训人数 | ≥3000人 | 数量指标 | 培训人数 | ≥1000人 |
| 满意度指标 | 服务对象满意度指标 | 学员满意度 | ≥95% | 服务对象满意度指标 | 学员满意度 |  |
"""

    one = only(text)

    assert rows(one) == [("培训人数", "≥1000人"), ("学员满意度", "")]
    medium = one.form.understanding.medium_term
    assert [row.target.text for row in medium] == ["≥3000人", "≥95%"]
    assert isinstance(one.form, TargetDeclaration)
    assert (one.form.overall_goal.text, one.form.annual_goal.text) == (
        "三年培训3000人。",
        "当年培训1000人。",
    )


def test_a_table_of_many_projects_is_a_form_for_each() -> None:
    text = """
| 部门预算项目绩效目标申报表(2024年度) | > | > | > | > | > | > | > |
| 单位名称 | 项目名称 | 预算数 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 示例镇 | 村组报酬 | 330 | 按时发放。 | 产出指标 | 数量指标 | 村组干部人数 | ≥230人 |
| ^ | ^ | ^ | ^ | 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥95% |
| ^ | 基层活动 | 66 | 保障运转。 | 产出指标 | 数量指标 | 行政村数量 | ≥11个 |
"""

    one, other = read(grid(text))

    assert [r.form.project_name.text for r in (one, other)] == ["村组报酬", "基层活动"]
    assert (rows(one), rows(other)) == (
        [("村组干部人数", "≥230人"), ("群众满意度", "≥95%")],
        [("行政村数量", "≥11个")],
    )
    assert other.form.understanding.unread == ()


def test_rows_that_do_not_apply_and_rows_left_over_are_no_indicators() -> None:
    row = "| ^ | 效益指标 | 社会效益指标 | 政策知晓率 |"
    extra = "| ^ | 效益指标 | 经济效益指标 | 不适用 | 不适用 |  |  |  |  |\n"
    extra += "| ^ | ^ | ^ | 指标2： |  |  |  |  |  |\n"

    one = only(NATIONAL.replace(row, extra + row))

    assert len(one.form.indicators) == 3
    said = one.form.understanding
    assert [row.name.text for row in said.not_applicable] == ["不适用"]
    assert [c.text for c in said.leftovers] == ["指标2："]


def test_what_lies_across_the_columns_is_no_value() -> None:
    lines = NATIONAL.splitlines()
    at = next(i for i, line in enumerate(lines) if "其他资金" in line)
    lines[at + 1 : at + 1] = ["| ^ | > | 按收入性质分：10 | > | > | > | 按支出性质分：10 | > | > |"]
    lines.append(
        "| 资金科室（盖章） 年 月 日 | > | > | > | 绩效科室（盖章） 年 月 日 | > | > | > | > |"
    )

    one = only("\n".join(lines))

    assert len(one.form.indicators) == 3
    assert one.unreadable == ()


def test_a_second_label_of_the_project_begins_no_form() -> None:
    text = NATIONAL.replace("| 项目资金（万元） | > |  |", "| 项目资金（万元） | > | 项目名称 |")

    one = only(text)

    assert one.form.project_name.text == "业务培训经费"


def test_a_text_that_is_a_year_alone_wins() -> None:
    text = NATIONAL.replace("| 项目支出绩效自评表 |", "| 2019年培训项目支出绩效自评表 |")

    assert only(text).form.fiscal_year.value == 2023


def test_a_blank_form_is_told_as_one() -> None:
    lines = [line for line in DECLARED.splitlines() if line.startswith("|")]
    kept = [*lines[:2], "| 项目名称 |  | > | > | > |", lines[-6]]

    (found,) = read_grid(grid("\n".join(kept)))

    assert isinstance(found, SheetRefusal)
    assert found.refusal.message == "是空白表（绩效目标申报表），没有填写。"


def test_a_subtotal_closes_nothing() -> None:
    row = "| ^ | 效益指标 |"
    text = NATIONAL.replace(row, "| ^ | 产出指标小计 | > | > | > | > | 50 | 40 |  |\n" + row)

    one = only(text.replace("| 政策知晓率 | ≥90% |", "| 政策知晓率 |  |"))

    assert rows(one) == [("培训场次", "≥10场"), ("政策知晓率", ""), ("学员满意度", "≥90%")]


def test_an_amount_may_carry_its_unit() -> None:
    text = NATIONAL.replace("| 50.00 | 50.00 | 49.50 |", "| 500000元 | 50万元 | 49.50万元 |")

    one = only(text)

    total = one.form.funding.total  # type: ignore[union-attr]
    assert [str(c.value) for c in (total.initial_budget, total.annual_budget)] == ["50", "50"]


def test_a_department_is_read_in_place_of_a_project() -> None:
    one = only((FOLDER / "department" / "1.md").read_text("utf-8"))

    assert isinstance(one.form, DepartmentEvaluation)
    assert one.form.project_name.text == "示例镇人民政府"


LOCAL = [pytest.param(sheet, id=name) for name, sheet in forms()]


@pytest.mark.parametrize("sheet", LOCAL)
def test_every_cell_of_a_known_layout_is_accounted_for(sheet: Grid) -> None:
    for one in read(sheet):
        entries = list(account(one.form, one.marks, one.texts))

        assert [entry.address for entry in entries if entry.what == UNREAD] == []
        assert len(entries) == len(one.texts)


@pytest.mark.parametrize("sheet", LOCAL)
def test_a_word_that_nobody_knows_in_a_table_is_told_as_unread(sheet: Grid) -> None:
    (one,) = read(sheet)[:1]
    row = one.form.indicators[0]
    at = max(column for (r, column), _ in one.texts.items() if r >= _row(row) - 2)
    place = (_row(row), at + 3)

    (changed,) = read(replace(sheet, values={**sheet.values, place: "某某"}))[:1]

    assert [cell.text for cell in changed.form.understanding.unread] == ["某某"]


def _row(row: Indicator) -> int:
    return int("".join(sign for sign in row.name.address if sign.isdigit()))


def test_cost_follows_content_and_not_the_extent_of_a_sheet() -> None:
    sheet = grid(NATIONAL)
    far = replace(sheet, values={**sheet.values, (1048576, 1): "x"})
    wide = replace(sheet, merges=(*sheet.merges, Area(60, 1, 1048576, 16384)))

    started = time.process_time()
    found = [read(far), read(wide)]

    assert time.process_time() - started < 1
    assert [len(one.form.indicators) for (one,) in found] == [3, 3]


def test_an_empty_column_of_the_money_is_absent_and_not_guessed() -> None:
    one = only(NATIONAL.replace("| 执行率 |", "| 某某 |"))

    assert one.form.funding.total.rate.state is State.ABSENT  # type: ignore[union-attr]


@pytest.mark.parametrize("down", [1, 2, 3])
def test_a_head_that_is_merged_down_over_rows_that_are_filled_in_costs_none(down: int) -> None:
    lines = NATIONAL.splitlines()
    at = next(number for number, line in enumerate(lines) if "| 三级指标 |" in line)
    lines.insert(at + 2, "|")  # below the first row, so that the last row merged over is empty
    sheet = grid("\n".join(lines))
    (head,) = (place for place, text in sheet.values.items() if text == "三级指标")
    note = max(column for row, column in sheet.values if row == head[0])
    area = Area(head[0], note + 1, head[0] + down, note + 2)

    (one,) = read(
        replace(
            sheet,
            merges=(*sheet.merges, area),
            values={**sheet.values, (head[0], note + 1): "备注"},
        )
    )

    assert rows(one) == rows(only(NATIONAL))


@pytest.mark.parametrize("across", [1, 2, 3])
def test_heads_of_a_form_right_above_a_table_are_none_of_its_columns(across: int) -> None:
    wide = " > |" * (across - 1)
    one = only(
        f"""
| 项目支出绩效自评表 | > | > | > | > | > | > | > |
| 项目名称 |{wide} 城市生活垃圾分类及收运处置 | > | > | > |
| 主管部门 |{wide} 清河市城市管理局 | 实施单位 | 清河市环境卫生服务中心 | > |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |
| 产出指标 | 数量指标 | 收运垃圾量 | ≥14万吨 | 14.28万吨 | 50 | 50 | |
| 产出指标 | 质量指标 | 处置合格率 | ≥95% | 96% | 50 | 50 | |
"""
    )

    assert isinstance(one.form, SelfEvaluation)
    assert one.form.project_name.value == "城市生活垃圾分类及收运处置"
    assert one.form.supervising_department.value == "清河市城市管理局"
    assert one.form.implementing_unit.value == "清河市环境卫生服务中心"
    assert rows(one) == [("收运垃圾量", "≥14万吨"), ("处置合格率", "≥95%")]
