"""`jixiao fill`: self-evaluations from declarations and last year's forms, and what is told."""

from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from macros.building.fill import Filled, Unfit, filled
from macros.cli import main
from macros.new_forms.fill_words import notes
from tests import drawn
from tests.cases import POLICIES
from tests.thinned import thinned
from tests.workbooks import layouts
from validators.checking.check_file import CheckedForm, Choice, check_file, check_grid
from workbooks.files.open_file import grids
from workbooks.forms import Form, SelfEvaluation
from workbooks.grid import Grid, position
from workbooks.reading.read_form import Reading, read_grid
from xlfuncs.policy import load

SAMPLES = Path(__file__).parents[3] / "workbooks" / "samples"
DECLARATIONS = sorted(SAMPLES.glob("2025*.xlsx"))
EVALUATIONS = sorted(SAMPLES.glob("2024*.xlsx"))
LOCAL = dict(layouts.forms())
BLANKS = {"S102", "S104", "S105", "S108", "S109", "P401", "P402", "B202"}
"""What is found where nothing is filled in yet."""
NO_POINTS = "原表没有分值，评分办法也没有合适的参考分值，分值空着，请填写。"


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main(["fill", *map(str, words)])
    told = capsys.readouterr()
    return status, told.out, told.err


def checked(path: Path, policy: str | None = None) -> CheckedForm:
    (form,) = check_file(path, Choice(policy=policy)).forms
    return form


def read(grid: Grid) -> Reading:
    (reading,) = (one for one in read_grid(grid) if isinstance(one, Reading))
    return reading


def made(grid: Grid, policy: str | None = None, year: int | None = None) -> Filled:
    reading = read(grid)
    found = filled(reading, load(policy or reading.edition.policy), policy, year)
    assert isinstance(found, Filled)
    return found


def read_back(found: Filled) -> SelfEvaluation:
    form = read(grids(found.content)[0]).form
    assert isinstance(form, SelfEvaluation)
    return form


def edited(grid: Grid, **cells: Any) -> Grid:
    values = grid.values | {position(at): value for at, value in cells.items()}
    return replace(grid, values={at: value for at, value in values.items() if value is not None})


def printed(form: Form) -> list[tuple[str, ...]]:
    """What a form's indicators say, without 指标 levels that a template spells in its own way."""
    return [(row.name.text, row.target.text) for row in form.indicators]


@pytest.mark.parametrize("source", thinned(DECLARATIONS, every=3), ids=lambda path: path.stem)
def test_a_published_declaration_leaves_nothing_but_blanks(source, tmp_path, capsys):
    status, out, err = run(capsys, source, "-o", tmp_path / "自评表.xlsx")

    form = checked(tmp_path / "自评表.xlsx")
    declared, filled_in = checked(source).reading.form, form.reading.form
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        f"{tmp_path / '自评表.xlsx'}：2025 年度，指标 {len(declared.indicators)} 个，"
        f"带入自 {source} 的申报表「申报表」，公式按上海市评分办法。",
        f"  {NO_POINTS}",
    ]
    # one project has no 满意度指标, neither declared nor evaluated
    codes = {one.rule.code for one in form.outcome.findings}
    assert codes - {"S107"} == BLANKS - {"S105"}
    assert (form.reading.unreadable, form.outcome.faults) == ((), ())
    assert printed(filled_in) == printed(declared)
    assert [(row.category.text, row.subcategory.text) for row in filled_in.indicators] == [
        (row.category.text, row.subcategory.text) for row in declared.indicators
    ]
    for key in ("project_name", "supervising_department", "implementing_unit"):
        assert getattr(filled_in, key).text == getattr(declared, key).text
    assert filled_in.expected_goal.text == declared.annual_goal.text
    total = declared.funding.annual[0].amount.value
    assert filled_in.funding.total.initial_budget.value == total / 10_000
    assert filled_in.template.written_over == ()


def test_what_was_done_has_the_room_of_a_blank_form(tmp_path, capsys):
    """Merged cells do not grow, and 实际完成情况 is longer than the goal beside it."""
    run(capsys, DECLARATIONS[0], "-o", tmp_path / "自评表.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "自评表.xlsx").worksheets[0]
    place = position(checked(tmp_path / "自评表.xlsx").reading.form.actual_outcome.address)
    assert (place, sheet.row_dimensions[place[0]].height) == ((11, 5), 360)


def test_money_is_in_the_units_of_the_template_and_exact(tmp_path, capsys):
    source = next(path for path in DECLARATIONS if "业务受理" in path.name)

    run(capsys, source, "-o", tmp_path / "自评表.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "自评表.xlsx").worksheets[0]
    cells = [(sheet[at].value, sheet[at].number_format) for at in ("C7", "C8", "C9")]
    assert cells == [(14.4208, "0.0000"), (0, "0.00"), (0, "0.00")]
    assert sheet["C6"].value.startswith("=")
    assert sheet["D16"].value == "=2800.00(次)"
    assert sheet["D16"].data_type == "s"


@pytest.mark.parametrize(
    "name", thinned(name for name in LOCAL if not name.startswith(("department", "monitoring")))
)
def test_every_local_layout_is_taken_over_as_it_is_printed(name):
    source = read(LOCAL[name])

    found = made(LOCAL[name])

    form = read_back(found)
    assert printed(form) == printed(source.form)
    assert form.project_name.text == source.form.project_name.text
    (judged,) = check_grid(grids(found.content)[0], Choice(policy=found.policy.name))
    assert isinstance(judged, CheckedForm)
    codes = {one.rule.code for one in judged.outcome.findings}
    # what the source says that is doubtful there too: no relation, heavy points, no target
    assert codes <= BLANKS | {"I308", "P405", "S103", "I311"}
    rows = [cell for row in form.indicators for cell in (row.actual, row.score, row.note)]
    assert [cell.text for cell in rows if cell.text] == []
    assert form.actual_outcome.text == ""


@pytest.mark.parametrize("name", ["department/1", "department/2", "department/3"])
def test_a_department_is_no_project(name):
    reading = read(LOCAL[name])

    assert filled(reading, load("national")) is Unfit.DEPARTMENT


def test_a_monitoring_report_leads_to_no_evaluation():
    reading = read(LOCAL["monitoring/1"])

    assert filled(reading, load("national")) is Unfit.ANOTHER_KIND


def test_last_years_form_is_of_the_next_year_and_brings_no_figures(tmp_path, capsys):
    status, out, _ = run(capsys, EVALUATIONS[0], "-o", tmp_path / "自评表.xlsx")

    old, new = (checked(path).reading.form for path in (EVALUATIONS[0], tmp_path / "自评表.xlsx"))
    assert (status, old.fiscal_year.value, new.fiscal_year.value) == (0, 2024, 2025)
    assert printed(new) == printed(old)
    assert [row.points.value for row in new.indicators] == [
        row.points.value for row in old.indicators
    ]
    assert [new.funding.total.initial_budget.text, new.funding.total.executed.text] == ["", ""]
    assert [line.strip() for line in out.splitlines()[1:]] == [
        "原表是 2024 年度的，本表写作 2025 年度，请核实；目标、指标和分值照原表带入，"
        "请逐条核对。要写别的年度，加 --year。",
        *(
            ["「预期目标」写的是 2024 年，没有改动，请核对。"]
            * ("2024年度" in old.expected_goal.text)
        ),
        "原表的预算数、执行数不是这一年度的，没有带入，请填写。",
        "分值照原表带入。",
        "实际完成情况、完成值、得分和偏差原因是上次的，没有带入。",
    ]


def test_the_year_may_be_named(tmp_path, capsys):
    status, out, _ = run(capsys, DECLARATIONS[0], "--year", 2026, "-o", tmp_path / "自评表.xlsx")

    form = checked(tmp_path / "自评表.xlsx").reading.form
    assert (status, form.fiscal_year.value) == (0, 2026)
    assert form.funding.total.initial_budget.text == ""
    assert "原表是 2025 年度的，本表写作 2026 年度" in out
    assert "「预期目标」写的是 2025 年，没有改动，请核对。" in out


@pytest.mark.slow
def test_several_sources_are_a_file_each_and_the_same_ones_again(tmp_path, capsys):
    twin = tmp_path / "又一份" / DECLARATIONS[0].name
    twin.parent.mkdir()
    shutil.copy(DECLARATIONS[0], twin)
    words = (*DECLARATIONS[:2], twin, "-o", tmp_path / "自评")

    statuses = [run(capsys, *words)[0] for _ in range(2)]

    assert statuses == [0, 0]
    assert sorted(path.name for path in (tmp_path / "自评").iterdir()) == [
        "2025自评表_业务受理工作经费(2).xlsx",
        "2025自评表_业务受理工作经费.xlsx",
        "2025自评表_政府聘用辅助人员经费.xlsx",
    ]


def test_what_somebody_has_filled_in_is_never_replaced(tmp_path, capsys):
    target = tmp_path / "自评表.xlsx"
    run(capsys, DECLARATIONS[0], "-o", target)
    book = openpyxl.load_workbook(target)
    book.worksheets[0]["E13"] = "10000(元)"
    book.save(target)
    kept = target.read_bytes()

    refused = run(capsys, DECLARATIONS[0], "-o", target)
    unchanged = target.read_bytes() == kept
    allowed = run(capsys, DECLARATIONS[0], "-o", target, "--overwrite")

    assert (refused[:2], unchanged) == ((2, ""), True)
    assert "有人改动过，不会覆盖" in refused[2]
    assert (allowed[0], target.read_bytes() == kept) == (0, False)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("申报", "-o", "申报/自评"), "不能和原表放在一起"),
        (("申报", "-o", "自评.xlsx"), "原表有 2 份，一个文件放不下。"),
        (("申报/甲.xlsx", "-o", "申报/甲.xlsx", "--overwrite"), "是原表，不会覆盖。"),
        (("申报/甲.xlsx", "-o", "自评.xls"), "自评表要写成 .xlsx 文件，不能写成 自评.xls。"),
        (("申报/甲.xlsx", "-o", "没有/自评.xlsx"), "没有这个文件夹"),
        (("没有.xlsx", "-o", "自评.xlsx"), "找不到 没有.xlsx。"),
        (("申报/甲.xlsx", "-o", "自评.xlsx", "--policy", "没有这种"), "没有"),
        (("空.xlsx", "-o", "自评.xlsx"), "没有可以带入的表。"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(
    words, told, tmp_path, capsys, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "申报").mkdir()
    for name, source in zip(("甲", "乙"), DECLARATIONS, strict=False):
        shutil.copy(source, tmp_path / "申报" / f"{name}.xlsx")
    openpyxl.Workbook().save(tmp_path / "空.xlsx")
    before = sorted((path, path.read_bytes()) for path in tmp_path.rglob("*.xlsx"))

    status, out, err = run(capsys, *words)

    assert (status, out) == (2, "")
    assert told in err
    assert sorted((path, path.read_bytes()) for path in tmp_path.rglob("*.xlsx")) == before


def test_one_bad_source_costs_no_other(tmp_path, capsys):
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"PK\x03\x04")

    status, out, err = run(capsys, bad, DECLARATIONS[0], "-o", tmp_path / "自评")

    assert status == 2
    assert err.startswith(f"{bad}：")
    assert [path.name for path in (tmp_path / "自评").iterdir()] == [
        "2025自评表_业务受理工作经费.xlsx"
    ]
    assert len(out.splitlines()) == 2


def test_points_by_a_guide_are_whole():
    found = made(LOCAL["declaration/1"], str(POLICIES / "guide.toml"))

    rows = [(row.category.text, row.points.value) for row in read_back(found).indicators]
    assert rows == [
        ("产出指标", Decimal("16.66")),
        ("产出指标", Decimal("16.66")),
        ("产出指标", Decimal("16.68")),
        ("效益指标", Decimal("30")),
        ("满意度指标", Decimal("10")),
    ]
    assert list(notes(found)) == ["分值按评分办法的一级指标参考分值平均分配，请核对。"]


def test_points_that_do_not_add_up_are_left_to_the_clerk():
    grid = edited(LOCAL["declaration/2"], I15=20.0)

    found = made(grid)

    assert [row.points.text for row in read_back(found).indicators] == [""] * 4
    assert list(notes(found)) == [
        "原表的分值合计 100 分，加上预算执行 10 分不是 100 分，没有带入，请填写。"
    ]


def test_further_lines_of_money_are_taken_unless_counted_already():
    beside, inside = LOCAL["declaration/2"], LOCAL["declaration/3"]
    nested = edited(inside, C12=100.0, C13=33.0)

    lines = [
        [(part.name.text, part.initial_budget.value) for part in read_back(made(one)).funding.parts]
        for one in (beside, inside, nested)
    ]

    known = "其中：当年财政拨款", "上年结转资金", "其他资金"
    assert lines == [
        [(known[0], 100), (known[1], None), ("单位自筹", 0), (known[2], 0)],
        [(known[0], 100), (known[1], None), ("区级配套", 13), (known[2], 20)],
        [(known[0], 100), (known[1], None), (known[2], 33)],
    ]
    assert "没有带入：C12「区级配套」是上面来源的明细，已经算在里面。" in notes(made(nested))


def test_a_total_alone_is_kept():
    grid = edited(LOCAL["declaration/1"], D7=None, D8=None, D9=None)

    found = made(grid)

    assert read_back(found).funding.total.initial_budget.value == Decimal("50.00")
    assert next(notes(found)) == (
        "原表只有资金总额，没有各项来源，总额照写；填写来源后请核对总额。"
    )


def test_what_could_not_be_read_is_told_and_left_blank(tmp_path, capsys):
    shutil.copy(DECLARATIONS[0], tmp_path / "申报表.xlsx")
    book = openpyxl.load_workbook(tmp_path / "申报表.xlsx")
    form = checked(DECLARATIONS[0]).reading.form
    amount = form.funding.annual[1].amount.address
    book.worksheets[0][amount] = "约十几万"
    book.save(tmp_path / "申报表.xlsx")

    status, out, _ = run(capsys, tmp_path / "申报表.xlsx", "-o", tmp_path / "自评表.xlsx")

    assert status == 1
    assert f"  没有带入：{amount}「" in out
    assert "约十几万" in out
    new = checked(tmp_path / "自评表.xlsx").reading.form
    assert new.funding.parts[0].initial_budget.text == ""


def test_a_row_that_bears_the_name_of_a_label_is_read_before_anything_is_filled_in():
    found = made(LOCAL["ningxia/1"])

    form = read_back(found)

    assert printed(form)[:2] == [("立项依据", "充分"), ("目标合理性", "合理")]
    assert (len(form.indicators), form.expected_goal.text) == (8, "")


@pytest.mark.parametrize(("count", "status"), [(60, 0), (61, 2)])
def test_a_template_has_room_for_sixty(count, status, tmp_path, capsys):
    lines = "\n".join(f"| 产出指标 | 数量指标 | 第{n}项 | ≥{n}件 |" for n in range(1, count + 1))
    text = (
        "| 项目支出绩效目标申报表 | > | > | > |\n| （2025年度） | > | > | > |\n"
        "| 项目名称 | 甲 | 实施单位 | 乙 |\n| 年度资金总额 | 10万元 | | |\n"
        f"| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |\n{lines}\n"
    )
    source = tmp_path / "申报表.xlsx"
    book = openpyxl.Workbook()
    for at, value in layouts.grid(text).values.items():
        book.worksheets[0].cell(*at).value = value
    book.save(source)

    found, _, err = run(capsys, source, "-o", tmp_path / "自评表.xlsx")

    assert found == status
    assert ("指标超过 60 个" in err) is (status == 2)
    assert (tmp_path / "自评表.xlsx").exists() is (status == 0)


def test_last_years_own_template_goes_on(tmp_path, capsys):
    """The .xlsm with macros of last year too, by the policy that is asked for."""
    form = checked(EVALUATIONS[1]).reading.form
    drawn.write(form, tmp_path / "去年.xlsm")

    status, out, _ = run(
        capsys, tmp_path / "去年.xlsm", "--policy", "hubei", "-o", tmp_path / "自评表.xlsx"
    )

    new = checked(tmp_path / "自评表.xlsx", "hubei")
    assert status == 0
    assert "公式按湖北省评分办法。" in out
    assert "加上预算执行 20 分不是 100 分" in out
    assert new.reading.form.template.policy == "hubei"
    assert {one.rule.code for one in new.outcome.findings} <= BLANKS
