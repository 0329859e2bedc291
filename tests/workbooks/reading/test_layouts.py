"""Every local layout is read whole; what cannot be read is named, and nothing vanishes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbooks.layouts import FOLDER, expected, forms, grid, readings
from validators.checking.catalogue import find
from validators.engine import Obstacle, Outcome, judge
from validators.filing import file
from workbooks.form_kinds import kind_named
from workbooks.forms import SelfEvaluation, State
from workbooks.grid import ErrorValue, Grid, position
from workbooks.reading.edition import built_in
from workbooks.reading.read_form import Reading, SheetRefusal, read_grid
from xlfuncs.policy import load, policy_names

LOCAL = dict(forms())
NATIONAL = (FOLDER / "national" / "1.md").read_text("utf-8")
EDITIONS = Path(__file__).parents[3] / "workbooks" / "editions"


def read(sheet: Grid) -> list[Reading]:
    found = list(read_grid(sheet))
    assert all(isinstance(one, Reading) for one in found)
    return [one for one in found if isinstance(one, Reading)]


def refusals(sheet: Grid) -> list[str]:
    return [one.refusal.message for one in read_grid(sheet) if isinstance(one, SheetRefusal)]


def names(reading: Reading) -> list[str]:
    return [row.name.text for row in reading.form.indicators]


@pytest.mark.parametrize("name", LOCAL)
def test_a_local_form_is_read_whole(name: str) -> None:
    assert readings(LOCAL[name]) == expected(name)


@pytest.mark.parametrize("name", LOCAL)
def test_every_row_with_a_figure_below_the_header_is_an_indicator_or_a_label(name: str) -> None:
    sheet = LOCAL[name]

    (one,) = read(sheet)

    rows = [position(row.name.address)[0] for row in one.form.indicators]
    numbered = {row for (row, _), raw in sheet.values.items() if isinstance(raw, float)}
    between = {row for row in numbered if min(rows) <= row <= max(rows)}
    summed = {r for (r, _), raw in sheet.values.items() if raw in ("合计", "产出指标小计")}
    money = {row for (row, _), raw in sheet.values.items() if "资金" in str(raw)}
    assert between - summed - money <= set(rows)


def test_each_layout_has_three_forms_of_its_own_edition() -> None:
    found = {name.split("/")[0]: set[str]() for name in LOCAL}
    for name, sheet in LOCAL.items():
        found[name.split("/")[0]] |= {one.edition.name for one in read(sheet)}

    assert len(LOCAL) == 3 * len(found)
    assert {len(names) for names in found.values()} == {1}
    known = {edition.name for edition in built_in() if "shanghai" not in edition.name}
    assert {name for names in found.values() for name in names} == known


@pytest.mark.parametrize("edition", built_in(), ids=lambda edition: edition.name)
def test_an_edition_names_a_policy_and_is_named_after_its_file(edition) -> None:
    assert edition.policy in policy_names()
    assert (EDITIONS / f"{edition.name.replace('-', '_')}.toml").exists()
    assert edition.general or edition.marks or edition.places


def test_a_form_with_unknown_columns_is_read_without_them() -> None:
    sheet = grid(
        NATIONAL.replace("| 实际完成值 |", "| 某某列 |").replace("| 得分 | 偏差", "| 某列 | 偏差")
    )

    (one,) = read(sheet)

    assert names(one) == ["培训场次", "政策知晓率", "学员满意度"]
    assert [row.target.text for row in one.form.indicators] == ["≥10场", "≥90%", "≥90%"]


def test_a_form_without_its_money_columns_is_read_without_its_money() -> None:
    sheet = grid(NATIONAL.replace("全年预算数", "预算").replace("全年执行数", "支出"))

    (one,) = read(sheet)

    assert names(one) == ["培训场次", "政策知晓率", "学员满意度"]


def test_a_titled_sheet_without_a_table_is_not_passed_over() -> None:
    sheet = grid("| 项目支出绩效自评表 |\n| 项目名称 | 示例 |\n| 主管部门 | 示例局 |\n")

    (message,) = refusals(sheet)

    assert message.startswith("没有找到指标表：")


@pytest.mark.parametrize(
    "text",
    [
        "| 说明 |\n| 请填写自评表 |\n",
        "| 序号 | 姓名 | 电话 |\n| 1 | 某某 | 1 |\n",
        "| 项目支出绩效自评表 |\n",
    ],
    ids=["instructions", "list", "cover"],
)
def test_a_sheet_that_is_no_form_gives_nothing(text: str) -> None:
    assert list(read_grid(grid(text))) == []


def test_two_forms_under_one_another_are_two_forms() -> None:
    second = (FOLDER / "hunan" / "1.md").read_text("utf-8")
    body = "\n".join(line for line in second.splitlines() if line.startswith("|"))

    one, other = read(grid(f"{NATIONAL}\n|\n{body}"))

    assert names(one) == ["培训场次", "政策知晓率", "学员满意度"]
    assert names(other) == ["服务村数", "达标率", "受益群众", "村民满意度"]
    assert (one.form.project_name.text, other.form.project_name.text) == (
        "业务培训经费",
        "村级公共服务专项",
    )
    assert other.edition.name == "hunan-county-self-evaluation"


def test_two_forms_beside_one_another_are_two_forms() -> None:
    left = [line for line in NATIONAL.splitlines() if line.startswith("|")]
    right = [line.replace("培训", "宣传") for line in left]

    one, other = read(grid("\n".join(a + "  " + b for a, b in zip(left, right, strict=True))))

    assert names(one) == ["培训场次", "政策知晓率", "学员满意度"]
    assert names(other) == ["宣传场次", "政策知晓率", "学员满意度"]
    assert other.form.project_name.address == "M3"
    assert other.form.total_score.value == one.form.total_score.value


def test_a_second_table_without_a_project_is_not_taken_for_rows_of_the_first() -> None:
    second = NATIONAL.replace("| 项目名称 | > | 业务培训经费 |", "| 名称 | > | 业务培训经费 |")

    one, other = read(grid(f"{NATIONAL}\n{second}"))

    assert (len(one.form.indicators), len(other.form.indicators)) == (3, 3)
    assert other.form.project_name.state is State.ABSENT


@pytest.mark.parametrize("count", [1, 60])
def test_a_form_has_one_to_sixty_indicators(count: int) -> None:
    row = next(line for line in NATIONAL.splitlines() if "培训场次" in line)
    lines = [x for x in NATIONAL.splitlines() if "效益指标" not in x and "满意度指标" not in x]
    at = lines.index(row)
    lines[at : at + 1] = [row.replace("培训场次", f"培训{n}") for n in range(1, count + 1)]

    (one,) = read(grid("\n".join(lines)))

    assert names(one) == [f"培训{n}" for n in range(1, count + 1)]


@pytest.mark.parametrize("origin", ["A1", "B2", "AA40"])
def test_a_form_may_begin_anywhere(origin: str) -> None:
    (one,) = read(grid(NATIONAL))
    top, left = position(origin)

    (moved,) = read(grid(f"起点：{origin}\n{NATIONAL}"))

    def said(reading: Reading) -> list[object]:
        rows = reading.form.indicators
        return [reading.form.project_name.text, reading.form.total_score.value, *map(str, rows)]

    assert said(moved)[:2] == said(one)[:2]
    places = [position(row.score.address) for row in one.form.indicators]
    assert [position(row.score.address) for row in moved.form.indicators] == [
        (row + top - 1, column + left - 1) for row, column in places
    ]


@pytest.mark.parametrize("name", ["注册商标数量", "备注牌设置", "说明会场次", "合计", "总分"])
def test_no_name_of_an_indicator_closes_the_table(name: str) -> None:
    unmerged = NATIONAL.replace("| ^ | 效益指标 | 社会效益指标 | 政策知晓率", f"|  |  |  | {name}")

    (one,) = read(grid(unmerged))

    assert names(one) == ["培训场次", name, "学员满意度"]


def test_rows_below_a_sum_in_the_middle_are_read() -> None:
    summed = "| 合计 | > | > | > | > | > | 60 | 50 |  |\n| ^ | 效益指标".replace("^", "")

    (one,) = read(grid(NATIONAL.replace("| ^ | 效益指标", summed)))

    assert names(one) == ["培训场次", "政策知晓率", "学员满意度"]
    assert one.form.total_score.value is not None
    assert str(one.form.total_score.value) == "89.90"


def test_amounts_without_a_name_are_a_line_of_the_money() -> None:
    (one,) = read(grid(NATIONAL.replace("| ^ | > | 其他资金 | 0.00", "| ^ | > |  | 3.00")))

    assert isinstance(one.form, SelfEvaluation)
    line = one.form.funding.parts[-1]
    assert (line.name.state, str(line.initial_budget.value)) == (State.BLANK, "3.00")


def test_a_header_merged_over_two_rows_is_no_indicator() -> None:
    lines = NATIONAL.splitlines()
    at = next(i for i, line in enumerate(lines) if "三级指标" in line)
    lines.insert(at + 1, "| ^ | ^ | ^ | ^ | ^ | ^ | ^ | ^ | ^ |")

    (one,) = read(grid("\n".join(lines)))

    assert names(one) == ["培训场次", "政策知晓率", "学员满意度"]


def test_three_cells_are_one_target_even_where_another_edition_has_one() -> None:
    # 评分等级 is Shanghai's mark; its one column would take the sign for the target
    text = (FOLDER / "national" / "3.md").read_text("utf-8").replace("指标值", "年度指标值")

    (one,) = read(grid(text))

    assert [row.target.text for row in one.form.indicators] == ["≥12(个)", "改善", "≥90(%)"]


def outcome(name: str, code: str) -> Outcome:
    (one,) = read(LOCAL[name])
    rule = find(code)
    assert rule is not None
    return judge(file(one.form, load(one.edition.policy)), (rule,))


def test_a_part_of_the_table_with_less_than_its_points_is_a_deduction() -> None:
    found = outcome("hubei/1", "N601")

    assert [
        (f.cell.address, f.facts["name"], str(f.facts["difference"])) for f in found.findings
    ] == [("C18", "年度绩效目标2(40分)", "2")]
    assert (found.skips, found.faults) == ((), ())


@pytest.mark.parametrize("name", ["hubei/2", "hubei/3"])
def test_a_filled_box_explains_the_parts_of_a_form(name: str) -> None:
    found = outcome(name, "N601")

    assert (found.findings, found.skips, found.faults, found.applied) == ((), (), (), 1)


def test_a_filler_in_the_box_explains_nothing() -> None:
    found = outcome("hubei/3", "N602")

    assert [(f.cell.address, f.facts["name"], f.facts["note"]) for f in found.findings] == [
        ("B15", "年度绩效目标2(30分)", "无")
    ]


def test_a_form_without_points_and_scores_says_what_was_not_checked() -> None:
    (skip,) = outcome("hunan/1", "N601").skips

    assert (skip.obstacle, skip.paths) == (Obstacle.ABSENT, ("points", "score"))


def test_a_local_form_is_recognised_without_its_title() -> None:
    for name, sheet in LOCAL.items():
        titles = [place for place, raw in sheet.values.items() if kind_named(str(raw))]
        values = {place: raw for place, raw in sheet.values.items() if place not in titles[:1]}

        (one,) = read(Grid(sheet.sheet, values, sheet.formats, sheet.merges))

        (titled,) = read(sheet)
        assert (name, one.edition.name) == (name, titled.edition.name)


def test_a_sum_of_the_money_is_not_the_total_of_the_form() -> None:
    lines = NATIONAL.replace("年度资金总额", "合计").splitlines()

    (one,) = read(grid("\n".join(line for line in lines if "总分" not in line)))

    assert isinstance(one.form, SelfEvaluation)
    assert str(one.form.funding.total.annual_budget.value) == "50.00"
    assert one.form.total_score.state is State.ABSENT


@pytest.mark.parametrize("label", ["项目负责人及电话", "主管部门", "填报口径："])
def test_a_label_is_nobodys_value(label: str) -> None:
    head = "| 项目名称 | > | 业务培训经费 | > | > | > | > | > | > |"
    sheet = grid(NATIONAL.replace(head, f"| 项目名称 |  | {label} | 某某 |  |  |  |  |  |"))

    (one,) = read(sheet)

    assert one.form.project_name.state is State.BLANK
    assert one.form.project_name.address == "B3"


def test_a_part_with_an_unreadable_score_is_not_added_up() -> None:
    text = (FOLDER / "hubei" / "1.md").read_text("utf-8")

    (one,) = read(grid(text.replace("10场 | 15 |", "10场 | 约15 |")))

    rule = find("N601")
    assert rule is not None
    found = judge(file(one.form, load("national")), (rule,))
    assert [f.facts["name"] for f in found.findings] == ["年度绩效目标2(40分)"]
    assert [skip.obstacle for skip in found.skips] == [Obstacle.UNREADABLE]


def test_a_broken_sign_makes_the_target_unreadable() -> None:
    sheet = LOCAL["yunnan/1"]
    values = dict(sheet.values) | {(14, 4): ErrorValue("#REF!")}

    (one,) = read(Grid(sheet.sheet, values, sheet.formats, sheet.merges))

    target = one.form.indicators[0].target
    assert (target.state, target.text, target.address) == (State.UNREADABLE, "#REF!", "D14")
    assert one.unreadable == (target,)


def test_money_may_stand_at_the_very_end() -> None:
    text = (FOLDER / "national" / "2.md").read_text("utf-8")
    lines = text[: text.index("| 年初目标")]

    (one,) = read(grid(lines))

    assert isinstance(one.form, SelfEvaluation)
    assert [fund.name.text for fund in one.form.funding.parts] == ["财政拨款", "食堂经营收入"]


def test_the_name_of_a_line_may_stand_further_left_than_its_amounts() -> None:
    apart = NATIONAL.replace("| ^ | > | 其他资金 |", "|  | 其他资金 |  |")
    apart = apart.replace("| ^ | > | ", "|  |  | ").replace(
        "| 项目资金（万元） | > |", "| 项目资金（万元） |  |"
    )

    (one,) = read(grid(apart))

    assert isinstance(one.form, SelfEvaluation)
    assert [(f.name.text, f.name.address) for f in one.form.funding.parts][-1] == ("其他资金", "B9")
