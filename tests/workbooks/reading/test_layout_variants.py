"""Local forms as clerks rearrange them: labels in other words, goals beside, lines nested."""

from __future__ import annotations

import pytest

from tests.workbooks.layouts import FOLDER, grid
from tests.workbooks.reading.test_layouts import NATIONAL, names, read
from validators.checking.catalogue import find
from validators.engine import judge
from validators.filing import file
from workbooks.forms import SelfEvaluation, State
from workbooks.grid import Grid
from xlfuncs.policy import load

GOALS = NATIONAL[NATIONAL.index("| 年度总体目标") : NATIONAL.index("| 绩效指标")]
BARE = "\n| 实际完成情况 | > | 培训已办好。 | > | > | > | > | > | > |\n"


@pytest.mark.parametrize(
    ("goals", "places"),
    [
        ("| 预期目标 | > | 办好培训。 | > | > | > | > | > | > |" + BARE, ("C10", "C11")),
        ("| 预期目标 | 办好培训。 |\n| 实际完成情况 | 培训已办好。 |\n", ("B10", "B11")),
        (
            "| 总体目标 | 预期目标 | 办好培训。 |\n| ^ | 实际完成情况 | 培训已办好。 |\n",
            ("C10", "C11"),
        ),
        ("| 预期目标 | 办好培训。 |\n|\n| 实际完成情况 | 培训已办好。 |\n|\n", ("B10", "B12")),
    ],
    ids=["above a group", "unmerged", "beside a group", "above nothing"],
)
def test_goals_may_stand_below_one_another(goals: str, places: tuple[str, str]) -> None:
    (one,) = read(grid(NATIONAL.replace(GOALS, goals)))

    assert isinstance(one.form, SelfEvaluation)
    cells = one.form.expected_goal, one.form.actual_outcome
    assert [cell.text for cell in cells] == ["办好培训。", "培训已办好。"]
    assert tuple(cell.address for cell in cells) == places


def test_a_blank_goal_above_the_table_is_blank() -> None:
    bare = "| 预期目标 | > |  | > | > | > | > | > | > |" + BARE.replace("培训已办好。", "")

    (one,) = read(grid(NATIONAL.replace(GOALS, bare)))

    assert isinstance(one.form, SelfEvaluation)
    assert one.form.expected_goal.state is State.BLANK
    assert one.form.actual_outcome.state is State.BLANK


def test_a_repeated_header_does_not_end_the_category() -> None:
    lines = [line.replace("效益指标", "").replace("^", "") for line in NATIONAL.splitlines()]
    at = next(i for i, line in enumerate(lines) if "政策知晓率" in line)
    header = next(line for line in NATIONAL.splitlines() if "三级指标" in line)
    lines[at:at] = [header.replace("绩效指标", "")]

    (one,) = read(grid("\n".join(lines)))

    assert [(row.category.text, row.subcategory.text) for row in one.form.indicators] == [
        ("产出指标", "数量指标"),
        ("产出指标", "社会"),
        ("满意度指标", "服务对象满意度指标"),
    ]


def test_a_block_of_its_own_begins_without_a_category() -> None:
    text = (FOLDER / "hubei" / "1.md").read_text("utf-8")

    (one,) = read(grid(text.replace("| ^ | 产出指标 | 进度指标", "| ^ |  | 进度指标")))

    assert one.form.indicators[3].category.text == ""


def test_a_label_may_say_its_words_in_another_way() -> None:
    hunan = (FOLDER / "hunan" / "1.md").read_text("utf-8")
    other = hunan.replace("未完成原因和改进措施", "未完成原因及改进措施（未完成填写）")
    other = other.replace("全年完成值", "全年实际完成值").replace("2020年度", "二〇二〇年度")

    (before,), (after,) = read(grid(hunan)), read(grid(other))

    assert after.edition == before.edition
    assert after.form.fiscal_year.value == 2020
    assert names(after) == names(before)
    assert after.form.indicators[1].note.text == "两村设备损坏，已安排更换。"


TOTALS = ("年度资金总额", "资金总计", "项目年度预算", "预算合计", "项目总投资合计")


@pytest.mark.parametrize("name", TOTALS)
def test_the_total_is_known_by_its_name_or_by_its_amounts(name: str) -> None:
    (one,) = read(grid(NATIONAL.replace("年度资金总额", name)))

    assert isinstance(one.form, SelfEvaluation)
    kinds = [part.kind.name for part in one.form.funding.parts]
    assert one.form.funding.total.name.text == name
    assert kinds == ["FISCAL_APPROPRIATION", "CARRYOVER", "OTHER_FUNDS"]


@pytest.mark.parametrize("name", ["财政资金合计", "自筹资金"])
def test_a_part_is_not_the_total(name: str) -> None:
    text = NATIONAL.replace("年度资金总额 | 50.00 | 50.00 | 49.50", f"{name} | 9.00 | 9.00 | 9.00")

    (one,) = read(grid(text))

    assert isinstance(one.form, SelfEvaluation)
    assert one.form.funding.total.name.state is State.ABSENT
    assert len(one.form.funding.parts) == 4


def test_the_only_line_of_the_money_is_the_total() -> None:
    lines = [
        line for line in NATIONAL.splitlines() if "结转" not in line and "其他资金" not in line
    ]

    (one,) = read(grid("\n".join(line for line in lines if "年度资金总额" not in line)))

    assert isinstance(one.form, SelfEvaluation)
    assert one.form.funding.total.name.text == "其中：当年财政拨款"
    assert one.form.funding.parts == ()


def test_lines_after_a_nested_one_detail_it_too() -> None:
    (other,) = [line for line in NATIONAL.splitlines() if "结转" in line]
    nested = "\n".join(
        other.replace("上年结转资金", name)
        for name in ("其中：中央资金", "省级资金", "上年结转资金")
    )

    (one,) = read(grid(NATIONAL.replace(other, nested)))

    assert isinstance(one.form, SelfEvaluation)
    assert [part.kind.name for part in one.form.funding.parts] == [
        *("FISCAL_APPROPRIATION", "DETAIL", "DETAIL", "CARRYOVER", "OTHER_FUNDS")
    ]


def test_a_sum_at_the_foot_of_the_money_is_no_part() -> None:
    (other,) = [line for line in NATIONAL.splitlines() if "其他资金" in line]
    foot = other.replace("其他资金", "支出合计")

    (one,) = read(grid(NATIONAL.replace(other, f"{other}\n{foot}")))

    assert isinstance(one.form, SelfEvaluation)
    assert one.form.funding.parts[-1].kind.name == "TOTAL"


def test_a_label_beside_a_label_is_nobodys_value() -> None:
    head = "| 项目名称 | > | 业务培训经费 | > | > | > | > | > | > |"
    sheet = grid(NATIONAL.replace(head, "| 项目名称 | > | 项目负责人及电话 | 某某 | | | | | |"))

    (one,) = read(sheet)

    assert one.form.project_name.state is State.BLANK


REASON = "培训改为线上，节约场地费。"


def test_the_reason_column_of_the_money_explains_a_low_rate() -> None:
    text = (FOLDER / "sichuan" / "1.md").read_text("utf-8")
    low = text.replace("40.50 | 90.00%", "30.50 | 67.78%")

    told = [judged_by(grid(one), "B209") for one in (low, low.replace(REASON, "无。"))]

    assert told == [0, 1]


@pytest.mark.parametrize("said", [REASON, "今后以线上为主。"], ids=["column", "box"])
def test_a_reason_beside_the_money_or_in_a_box_explains_a_changed_budget(said: str) -> None:
    text = (FOLDER / "sichuan" / "1.md").read_text("utf-8")
    changed = text.replace("总额 | 50.00 | 45.00", "总额 | 90.00 | 45.00")

    told = [judged_by(grid(one), "B210") for one in (changed, changed.replace(said, "年中调减。"))]

    assert told == [1, 0]


def judged_by(sheet: Grid, code: str) -> int:
    (one,) = read(sheet)
    rule = find(code)
    assert rule is not None
    return len(judge(file(one.form, load(one.edition.policy)), (rule,)).findings)


@pytest.mark.parametrize(
    "name", ["群众满意度", "指标2：服务对象满意度", "社会效益明显", "产出达标"]
)
def test_a_row_that_lacks_all_but_its_figures_is_no_group(name: str) -> None:
    """Its name speaks of a level; it goes on with the category above, and nothing of it is lost."""
    lines = NATIONAL.replace("| 10 | 10 |  |", "| 5 | 5 |  |").splitlines()
    lines.insert(-1, f"| ^ | ^ | ^ | {name} |  |  | 5 | 4 |  |")

    (one,) = read(grid("\n".join(lines)))

    assert names(one) == ["培训场次", "政策知晓率", "学员满意度", name]
    judged = judge(file(one.form, load("national")), [find(c) for c in ("S103", "S104", "N601")])
    assert [found.rule.code for found in judged.findings] == ["S103", "S104", "N601"]


@pytest.mark.parametrize("name", ["满意度指标", "二、产出指标（50分）", "数量指标"])
def test_a_name_of_a_level_with_its_figures_is_a_group(name: str) -> None:
    lines = NATIONAL.splitlines()
    lines.insert(-1, f"| ^ | ^ | ^ | {name} |  |  | 10 | 10 |  |")

    (one,) = read(grid("\n".join(lines)))

    assert names(one) == ["培训场次", "政策知晓率", "学员满意度"]
