"""Tables that no list describes: parts under one head, quarters, a category each, side by side."""

from __future__ import annotations

import pytest

from tests.workbooks.layouts import grid
from workbooks.forms import Category, Form, SelfEvaluation
from workbooks.reading.read_form import Reading, read_grid

_TOP = """
| 项目支出绩效自评表 | > | > | > | > | > | > | > | > | > |
| （2024年度） | > | > | > | > | > | > | > | > | > |
| 项目名称 | 示例项目 | > | > | > | > | > | > | > | > |
| 主管部门 | 某局 | > | > | 实施单位 | 某中心 | > | > | > | > |
"""


def forms(text: str) -> list[Form]:
    return [one.form for one in read_grid(grid(text)) if isinstance(one, Reading)]


def told(form: Form) -> list[tuple[str, str, str]]:
    return [(row.name.text, row.target.text, row.actual.text) for row in form.indicators]


def test_sign_value_and_unit_under_one_head_are_told_by_what_stands_there() -> None:
    (form,) = forms(
        _TOP
        + """
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | > | > | 实际完成值 | > | 分值 | 得分 |
| 产出指标 | 数量指标 | 培训场次 | ≥ | 10 | 场 | 12 | 场 | 50 | 50 |
| 产出指标 | 质量指标 | 合格率 | ≥ | 95 | % | 96 | % | 30 | 30 |
| 效益指标 | 社会效益指标 | 认知度 | 定性 | 提升 |  | 提升 |  | 10 | 10 |
| 填表人：张某 | > | > | 联系电话：0000-8123456 | > | > | > | > | > | > |
"""
    )

    assert told(form) == [
        ("培训场次", "≥10(场)", "12(场)"),
        ("合格率", "≥95(%)", "96(%)"),
        ("认知度", "提升", "提升"),
    ]


def test_of_quarters_under_one_head_the_whole_year_is_the_actual_value() -> None:
    rows = """
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 完成情况 | > | > | > | 分值 | 得分 |
| ^ | ^ | ^ | ^ | 一季度 | 二季度 | 三季度 | 全年 | ^ | ^ |
| 产出指标 | 数量指标 | 培训场次 | ≥10场 | 2场 | 5场 | 8场 | 12场 | 50 | 50 |
"""

    (form,) = forms(_TOP + rows)
    (unsaid,) = forms(_TOP + rows.replace("全年", "四季度"))

    assert told(form) == [("培训场次", "≥10场", "12场")]
    assert told(unsaid) == [("培训场次", "≥10场", "")]


def test_of_parts_under_one_head_the_sum_is_the_actual_value() -> None:
    rows = """
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 完成情况 | > | > | 分值 | 得分 | 备注 |
| ^ | ^ | ^ | ^ | 城区 | 乡镇 | 合计 | ^ | ^ | ^ |
| 产出指标 | 数量指标 | 培训场次 | ≥10场 | 5场 | 7场 | 12场 | 50 | 50 |  |
"""

    (form,) = forms(_TOP + rows)
    (unsaid,) = forms(_TOP + rows.replace("合计", "园区"))

    assert told(form) == [("培训场次", "≥10场", "12场")]
    assert told(unsaid) == [("培训场次", "≥10场", "")]


def test_tables_of_one_category_each_have_it_beside_their_heads() -> None:
    (form,) = forms(
        _TOP
        + """
| 产出指标 | 二级指标 | 三级指标 | > | 年度指标值 | > | 实际完成值 | > | 分值 | 得分 |
| ^ | 数量指标 | 培训场次 | > | ≥10场 | > | 12场 | > | 50 | 50 |
| ^ | 成本指标 | 人均成本 | > | ≤500元 | > | 480元 | > | 20 | 20 |
| 效益指标 | 二级指标 | 三级指标 | > | 年度指标值 | > | 实际完成值 | > | 分值 | 得分 |
| ^ | 社会效益指标 | 受益人数 | > | ≥100人 | > | 120人 | > | 20 | 20 |
"""
    )

    assert [row.category.value for row in form.indicators] == [
        Category.OUTPUT,
        Category.OUTPUT,
        Category.BENEFIT,
    ]


def test_two_forms_side_by_side_are_cut_at_their_titles() -> None:
    found = forms("""
| 部门整体支出绩效自评表 | > | > | > |  | 部门整体支出绩效自评表 | > | > | > |
| 部门名称 | 甲局 | > | > |  | 部门名称 | 乙局 | > | > |
| 指标名称 | 年度指标值 | 全年完成值 | 得分 |  | 指标名称 | 年度指标值 | 全年完成值 | 得分 |
| 培训场次 | ≥10场 | 12场 | 10 |  | 检查次数 | ≥5次 | 6次 | 10 |
""")

    assert [(one.project_name.text, told(one)) for one in found] == [
        ("甲局", [("培训场次", "≥10场", "12场")]),
        ("乙局", [("检查次数", "≥5次", "6次")]),
    ]


def test_titles_side_by_side_are_enough_to_cut() -> None:
    found = forms("""
| 2024年度项目绩效自评表 | > | > | > |  | 2024年度项目绩效自评表 | > | > | > |
| 项目：甲项目 | > | > | > |  | 项目：乙项目 | > | > | > |
| 类别 | 指标 | 年度指标值 | 完成值 |  | 类别 | 指标 | 年度指标值 | 完成值 |
| 数量指标 | 培训场次 | ≥10场 | 12场 |  | 数量指标 | 检查次数 | ≥5次 | 6次 |
""")

    assert [told(one) for one in found] == [
        [("培训场次", "≥10场", "12场")],
        [("检查次数", "≥5次", "6次")],
    ]


def test_a_column_of_a_project_may_stand_in_the_row_above_the_name() -> None:
    found = forms("""
| 项目支出绩效目标汇总申报表 | > | > | > | > | > |
| 项目名称① | 主管部门 | 实施单位（单位填写） | 绩效指标 | > | > |
| ^ | ^ | ^ | 一级指标 | 三级指标 | 指标值 |
| 甲项目 | 某局 | 某所 | 产出指标 | 培训场次 | ≥10场 |
| 项目名称① | 主管部门 | 实施单位（单位填写） | 绩效指标 | > | > |
| ^ | ^ | ^ | 一级指标 | 三级指标 | 指标值 |
| 甲项目 | 某局 | 某所 | 产出指标 | 培训人数 | ≥300人 |
| 乙项目 | 某局 | 某站 | 产出指标 | 检查次数 | ≥5次 |
""")

    assert [(one.project_name.text, len(one.indicators)) for one in found] == [
        ("甲项目", 2),
        ("乙项目", 1),
    ]


def test_the_unit_of_the_money_may_be_spaced() -> None:
    (form,) = forms(
        """
| 项目支出绩效自评表 | > | > | > | > | > | > | > |
| 单 位 ： 元 | > | > | > | > | > | > | > |
| 项目名称 | 示例项目 | > | > | > | > | > | > |
| 项目资金 |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
|  | 年度资金总额 | 620000 | 588000 | 571200 | 10 | 97.14% | 9.71 |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 备注 |
| 产出指标 | 数量指标 | 培训场次 | ≥10场 | 12场 | 90 | 90 |  |
"""
    )

    assert isinstance(form, SelfEvaluation)
    assert str(form.funding.money_unit.value) == "元"


def test_the_goal_may_stand_beside_all_indicators() -> None:
    (form,) = forms(
        _TOP
        + """
| 年度绩效目标 | 二级指标 | 三级指标 | > | 年度指标值 | > | 实际完成值 | > | 分值 | 得分 |
| 办好全年培训。 | 数量指标 | 培训场次 | > | ≥10场 | > | 12场 | > | 50 | 50 |
| ^ | 质量指标 | 合格率 | > | ≥95% | > | 96% | > | 40 | 40 |
"""
    )

    assert isinstance(form, SelfEvaluation)
    assert form.expected_goal.text == "办好全年培训。"
    assert form.understanding.unread == ()


_LINES = """
| 绩效指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| 产出指标（50分） | > | > | > | > |
| 数量指标 | > | > | > | > |
| 养护里程 | ≥100公里 | 120公里 | 20 | 20 |
| 时效指标 | > | > | > | > |
| 完成及时率 | ≥95% | 96% | 10 | 10 |
| 成本指标 | > | > | > | > |
| 每公里养护成本 | ≤5万元 | 4.8万元 | 20 | 20 |
| 效益指标（40分） | > | > | > | > |
| 社会效益指标 | > | > | > | > |
| 通行便利程度 | 有所提高 | 有所提高 | 40 | 40 |
"""


def levels(text: str) -> list[tuple[str, str]]:
    (form,) = forms(_TOP + text)
    return [(row.category.text, row.subcategory.text) for row in form.indicators]


def test_levels_alone_on_their_lines_stand_below_the_one_that_states_points() -> None:
    assert levels(_LINES) == [
        ("产出指标（50分）", "数量指标"),
        ("产出指标（50分）", "时效指标"),
        ("产出指标（50分）", "成本指标"),
        ("效益指标（40分）", "社会效益指标"),
    ]


def test_costs_alone_on_their_line_are_a_first_level_over_kinds_of_costs_or_with_points() -> None:
    kinds = _LINES.replace("| 每公里养护成本", "| 经济成本指标 | > | > | > | > |\n| 每公里养护成本")

    assert levels(kinds)[2] == ("成本指标", "经济成本指标")
    assert levels(_LINES.replace("| 成本指标", "| 成本指标（20分）"))[2][0] == "成本指标（20分）"


_BLOCKS = """
| A 目标1（30分） | 一级指标 | 二级指标 | 三级指标 | 年初目标值 | 实际完成值 | 得分 |
| ^ | 产出指标 | 数量指标 | 购置装备 | ≥12套 | 12套 | 30 |
| A 目标2（30分） | 一级指标 | 二级指标 | 三级指标 | 年初目标值 | 实际完成值 | 得分 |
| ^ | 效益指标 | 社会效益指标 | 执法效率 | 提高 | 部分达成 | 24 |
| A 目标3（30分） | 一级指标 | 二级指标 | 三级指标 | 年初目标值 | 实际完成值 | 得分 |
| ^ | 满意度指标 | 服务对象满意度 | 群众满意度 | ≥85% | 88% | 20 |
"""


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_block_whose_head_of_names_is_blank_is_read_like_the_others(at: int) -> None:
    whole = [("购置装备", "≥12套"), ("执法效率", "提高"), ("群众满意度", "≥85%")]
    parts = _BLOCKS.split("三级指标")
    text = "".join(part + ("" if n == at else "三级指标") for n, part in enumerate(parts[:-1]))

    (form,) = forms(_TOP + text + parts[-1])

    assert [one[:2] for one in told(form)] == whole


def test_a_head_that_is_merged_with_what_stands_below_it_swallows_no_row() -> None:
    text = _BLOCKS.strip().splitlines()
    text[4] = text[4].replace("| 三级指标", "| >")
    text[5] = "| ^ | 满意度指标 | ^ | > | ≥85% | 88% | 20 |"

    (form,) = forms(_TOP + "\n".join(text))

    assert [row.score.text for row in form.indicators] == ["30", "24", "20"]
