"""What clerks really type, each into one published form: what comes new, and what goes.

The form is 业务受理工作经费 (2024), whose rows 13 to 23 are the indicators. No finding of 错误 that
a reader of the form would call unjust may ever come of these.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from tests.cases import judged
from validators import wording
from workbooks.drawing import layout
from workbooks.grid import Area, Grid, Room, position
from workbooks.reading import read_form
from workbooks.reading.from_texts import published_forms
from workbooks.reading.read_form import Reading

FORM = next(form for form in published_forms() if form.project_name.text == "业务受理工作经费")
GRID = replace(layout.lay_out(FORM).grid(), room=Room())  # what moves here leaves its room behind


def told(grid: Grid) -> list[str]:
    lines = []
    for one in read_form.read_grid(grid):
        assert isinstance(one, Reading)
        outcome = judged(one)
        assert outcome.faults == ()
        lines += [f"读不成 {cell.address}" for cell in one.unreadable]
        lines += [f"{f.rule.code} {r.cell.address}" for f in outcome.findings for r in f.by_row]
        lines += [f"未检查 {wording.skip_text(skip)}" for skip in outcome.skips]
    return lines


def typed(edits: dict[str, Any]) -> Grid:
    """The form with other contents in some cells; None empties one."""
    values, formats = dict(GRID.values), dict(GRID.formats)
    for where, content in edits.items():
        values.pop(position(where), None)
        formats.pop(position(where), None)
        if content is not None:
            values[position(where)] = content
    return replace(GRID, values=values, formats=formats)


def changes(grid: Grid) -> tuple[list[str], list[str]]:
    """What comes new and what goes, each 未检查 once."""
    before, after = told(GRID), told(grid)
    new = [line for line in dict.fromkeys(after) if line not in before]
    return new, [line for line in before if line not in after]


SAME: list[dict[str, Any]] = [
    {"G13": "9.00", "F13": "９"},
    {"G13": "9分", "F13": "9.00 分"},
    {"E6": "16.19万元", "D6": "16.54 万元"},
    {"C8": "－", "D8": "—", "E8": "/", "G8": "--"},
    {"C8": "无", "D8": "无", "E8": "无", "G8": "无"},
    {"C8": None, "D8": None, "E8": None, "G8": None},
    {"G6": "97.88%"},
    {"G24": "98.79分"},
    {"G24": 98.8},
    {"F25": "优（98.79分）"},
    {"F25": "优√"},
    {"F25": "☑优 □良 □中 □差"},
    {"F25": "优秀"},
    {"A25": "评价等级"},
    {"A24": "总得分"},
    {"A24": "合计"},
    {"B6": "资金总额"},
    {"B6": "年度资金总额（含追加）"},
    {"A2": "（2024年度）填报日期：2025年1月15日"},
    {"G12": "得分（分）", "F12": "分值\n(分)"},
    {"D17": "≤20万元", "E17": "185000元"},
    {"D17": "≤3(工作 日)", "E17": "1个工作日"},
    {"D17": "≥98%", "E17": "１００％"},
    {"D17": "≥95%", "E17": "达到100%"},
    {"D17": "是", "E17": "是"},
    {"D17": "12月", "E17": "11月"},
    {"D17": "2024年12月底前", "E17": datetime(2024, 12, 20)},
    {"D17": "-", "E17": "-", "F17": "-", "G17": "-", "F13": 17.0, "G13": 17.0},
    {"B6": "资金总计"},
    {"B6": "预算合计："},
    {"B6": "项目年度预算"},
    {"A4": "主管部门（公章）", "D4": "实施单位\n(盖章)："},
    {"A3": "项目名称（全称）"},
    {"D5": "全年预算数（调整后）（A)", "H12": "偏差原因分析与改进措施（未完成填写）"},
    {"A2": "（二〇二四年度）"},
]


@pytest.mark.parametrize("edits", SAME, ids=str)
def test_nothing_is_wrong_with(edits: dict[str, Any]) -> None:
    assert changes(typed(edits)) == ([], [])


UNJUDGED = [
    ("5工作日", "3工作日", ["I308 D17"]),
    ("20万元", "18万元", ["I308 D17"]),
    ("≤1(天)", "20(小时)", ["I305 E17"]),
    ("≥1次/月", "10次", ["I305 E17"]),
    ("≥1次/月", "12次", []),
    ("≥95%", "1", ["I305 E17"]),
    ("100%", "0.98", ["I305 E17"]),
    ("≥98%", "约99%", ["I302 E17"]),
]


@pytest.mark.parametrize(("target", "actual", "told_so"), UNJUDGED)
def test_what_cannot_be_compared_is_said_not_to_be(
    target: str, actual: str, told_so: list[str]
) -> None:
    new, gone = changes(typed({"D17": target, "E17": actual}))

    assert gone == []
    assert [line for line in new if not line.startswith("未检查")] == told_so
    assert [line for line in new if line.startswith(f"未检查 E17填的是“{actual}”，")]


WRONG = [
    ({"E6": "约16"}, ["读不成 E6"], []),
    ({"E6": "16.19元"}, ["B201 E6", "B203 G6", "B211 E6"], []),  # in 万元: 0.001619
    ({"G6": 0.9788}, ["B203 G6"], []),
    ({"H20": "见上一行"}, ["N602 H20"], ["R505 G20"]),
    ({"H20": "\u200b"}, ["N601 H20"], ["R505 G20"]),
    ({"H20": "无。"}, ["N602 H20"], ["R505 G20"]),
    ({"H20": "/"}, ["N602 H20"], ["R505 G20"]),
    ({"G24": 98.0}, ["R503 G24"], []),
    ({"G24": "98.79左右"}, ["读不成 G24"], []),
    ({"D17": "≥1万人次", "E17": "9000人次"}, ["R504 G17"], []),
    ({"D17": "≥1800张", "E17": "0.23万张"}, ["N606 E17"], []),
    ({"A2": "填报日期：2025年1月15日"}, [], []),
    ({"F25": "良"}, ["R508 F25"], []),
    ({"F25": None}, ["S109 F25"], []),
    ({"C3": None}, ["S101 C3"], []),
    ({"A4": "主管部门（公章）", "C4": None}, ["S101 C4"], []),
    ({"D4": "实施单位（盖章）", "E4": None}, ["S101 E4"], []),
]


@pytest.mark.parametrize(("edits", "new", "gone"), WRONG, ids=str)
def test_what_is_wrong_is_told_once(edits: dict[str, Any], new: list[str], gone: list[str]) -> None:
    came, went = changes(typed(edits))

    assert [line for line in came if not line.startswith("未检查")] == new
    assert went == gone


def test_unmerged_cells_are_read_all_the_same() -> None:
    assert changes(replace(GRID, merges=())) == ([], [])


def moved(down: int, right: int) -> Grid:
    """The whole form elsewhere on its sheet."""
    return replace(
        GRID,
        values={(r + down, c + right): value for (r, c), value in GRID.values.items()},
        formats={(r + down, c + right): code for (r, c), code in GRID.formats.items()},
        merges=tuple(
            Area(a.top + down, a.left + right, a.bottom + down, a.right + right)
            for a in GRID.merges
        ),
    )


@pytest.mark.parametrize(("down", "right"), [(0, 4), (7, 0), (5, 11)])
def test_a_form_that_does_not_start_at_a1(down: int, right: int) -> None:
    codes = [line.split()[0] for line in told(GRID)]

    assert [line.split()[0] for line in told(moved(down, right))] == codes


def with_row(before: int, cells: dict[int, Any], grid: Grid = GRID) -> Grid:
    """The form with one more row, as Excel inserts it: what lies below moves, merges stretch."""

    def row(number: int) -> int:
        return number + (number >= before)

    return replace(
        grid,
        values={(row(r), c): value for (r, c), value in grid.values.items()}
        | {(before, column): content for column, content in cells.items()},
        formats={(row(r), c): code for (r, c), code in grid.formats.items()},
        merges=tuple(Area(row(a.top), a.left, row(a.bottom), a.right) for a in grid.merges),
    )


def test_a_line_that_details_another_is_not_added_up() -> None:
    grid = with_row(8, {2: "其中：一般公共预算", 3: 16.54, 4: 16.54, 5: 16.19, 7: 97.88})

    assert [line.split()[0] for line in told(grid)] == [line.split()[0] for line in told(GRID)]


CENTRAL = {3: 10.0, 4: 10.0, 5: 10.0}
PROVINCIAL = {3: 6.54, 4: 6.54, 5: 6.19}


def codes(grid: Grid) -> list[str]:
    return [line.split()[0] for line in told(grid) if not line.startswith("未检查")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("　　中央资金", "　　省级资金"),
        ("其中：中央资金", "省级资金"),
        ("其中：中央资金", "其中：省级资金"),
    ],
)
def test_nested_lines_detail_the_line_above_them(first: str, second: str) -> None:
    grid = with_row(8, {2: first} | CENTRAL, with_row(8, {2: second} | PROVINCIAL))

    assert codes(grid) == codes(GRID)


def test_nested_lines_of_one_column_are_nested_in_all() -> None:
    wrong = PROVINCIAL | {5: 6.2}  # the details of 全年执行数 do not add up: not B201's concern
    grid = with_row(8, {2: "中央资金"} | CENTRAL, with_row(8, {2: "省级资金"} | wrong))

    assert codes(grid) == codes(GRID)


def test_a_wrong_total_is_told_beside_nested_lines() -> None:
    nested = with_row(8, {2: "中央资金"} | CENTRAL, with_row(8, {2: "省级资金"} | PROVINCIAL))
    zeros = {(r, c): 0.0 for r in (10, 11) for c in (3, 4, 5)}

    (one,) = read_form.read_grid(replace(nested, values=nested.values | zeros | {(6, 5): 17.0}))

    assert isinstance(one, Reading)
    (found,) = [f for f in judged(one).findings if f.rule.code == "B201"]
    assert found.text.startswith(
        "「年度资金总额」的全年执行数为 17 万元，各项来源合计 16.19 万元，相差 0.81 万元。"
    )


def test_a_line_that_does_not_detail_the_one_above_is_added_up() -> None:
    grid = with_row(8, {2: "村集体自筹", 3: 5.0, 4: 5.0, 5: 5.0})

    assert [line for line in told(grid) if line.startswith("B201")] == [
        "B201 C6",
        "B201 D6",
        "B201 E6",
    ]


def test_a_total_line_that_is_not_known_is_said_not_to_be() -> None:
    came, _ = changes(typed({"B6": "其他来源", "C6": 9.0, "D6": 9.0, "E6": 9.0}))

    assert "未检查 没有认出「年度资金总额」一行，未检查。" in came
    assert not any("全年预算数" in line or "「得分」" in line for line in came)


def test_a_head_that_is_not_there_is_said_not_to_be() -> None:
    came, _ = changes(typed({"A4": "内部流水", "C3": None}))

    assert came == ["S101 C3", "未检查 本表没有「主管部门」，未检查。"]


def test_a_goal_may_stand_right_of_its_label() -> None:
    goals = {"B10": "预期目标", "C10": GRID.values[11, 2], "E10": None}
    goals |= {"B11": "实际完成情况", "C11": GRID.values[11, 5], "E11": None}
    merges = tuple(a for a in GRID.merges if a.top not in (10, 11) or a.left == 1)
    aside = (Area(10, 3, 10, 8), Area(11, 3, 11, 8))

    came, went = changes(replace(typed(goals), merges=merges + aside))

    assert [line.replace("C11", "E11") for line in came] == went
    assert changes(replace(typed(goals | {"C11": None}), merges=merges + aside))[0] == ["S102 B11"]


def test_a_subtotal_is_no_indicator() -> None:
    grid = with_row(24, {1: "小计", 6: 90.0, 7: 89.0})

    assert [line.split()[0] for line in told(grid)] == [line.split()[0] for line in told(GRID)]


def test_sheets_that_only_name_the_columns_are_no_forms() -> None:
    words = ["序号", "项目名称", "主管部门", "实施单位", "项目资金", "总分", "评分等级"]
    summary = Grid("汇总", {(1, c): word for c, word in enumerate(words, 1)})
    guide = Grid("填报说明", {(r, 1): word for r, word in enumerate(words, 1)})

    assert [list(read_form.read_grid(grid)) for grid in (summary, guide)] == [[], []]
