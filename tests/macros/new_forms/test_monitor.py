"""`jixiao monitor`: monitoring reports from declarations, and what is told."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from macros.building.fill import Monitored, Unfit, monitored
from macros.cli import main
from macros.new_forms.fill_words import monitored_notes
from tests.thinned import thinned
from tests.workbooks import layouts
from validators.checking.check_file import CheckedForm, Choice, check_file
from workbooks.files.open_file import grids
from workbooks.forms import MonitoringReport, TargetDeclaration
from workbooks.grid import Grid
from workbooks.reading.read_form import Reading, read_grid
from xlfuncs.policy import load

SAMPLES = Path(__file__).parents[3] / "workbooks" / "samples"
DECLARATIONS = sorted(SAMPLES.glob("2025*.xlsx"))
EVALUATIONS = sorted(SAMPLES.glob("2024*.xlsx"))
LOCAL = dict(layouts.forms())


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main(["monitor", *map(str, words)])
    told = capsys.readouterr()
    return status, told.out, told.err


def checked(path: Path) -> CheckedForm:
    (form,) = check_file(path, Choice()).forms
    return form


def report(path: Path) -> MonitoringReport:
    form = checked(path).reading.form
    assert isinstance(form, MonitoringReport)
    return form


def read(grid: Grid) -> Reading:
    (reading,) = (one for one in read_grid(grid) if isinstance(one, Reading))
    return reading


def printed(form: Any) -> list[tuple[str, ...]]:
    return [(row.name.text, row.target.text) for row in form.indicators]


@pytest.mark.parametrize("source", thinned(DECLARATIONS, every=3), ids=lambda path: path.stem)
def test_a_published_declaration_is_carried_whole(source, tmp_path, capsys):
    target = tmp_path / "监控表.xlsx"

    status, out, err = run(capsys, source, "-o", target)

    declared, form = checked(source).reading.form, report(target)
    assert isinstance(declared, TargetDeclaration)
    assert (status, err) == (0, "")
    assert out == (
        f"{target}：2025 年度，1-7月，指标 {len(declared.indicators)} 个，"
        f"带入自 {source} 的申报表「申报表」，进度预警按上海市评分办法。\n"
    )
    assert printed(form) == printed(declared)
    assert [(row.category.text, row.subcategory.text) for row in form.indicators] == [
        (row.category.text, row.subcategory.text) for row in declared.indicators
    ]
    for key in ("project_name", "supervising_department", "implementing_unit"):
        assert getattr(form, key).text == getattr(declared, key).text
    assert form.overall_goal.text == declared.annual_goal.text
    total = declared.funding.annual[0].amount.value
    assert form.funding.total.initial_budget.value == total / 10_000
    assert (form.period.value, form.fiscal_year.value) == (7, 2025)
    assert form.template.written_over == ()


def test_nothing_else_is_invented(tmp_path, capsys):
    run(capsys, DECLARATIONS[0], "-o", tmp_path / "监控表.xlsx")

    form = report(tmp_path / "监控表.xlsx")
    rows = [
        cell
        for row in form.indicators
        for cell in (row.actual, row.forecast, row.note, row.possibility, *row.causes, *row.others)
    ]
    money = [
        getattr(line, key)
        for line in (form.funding.total, *form.funding.parts)
        for key in ("executed", "rate", "forecast")
    ]
    assert [cell.text for cell in (*rows, *money) if cell.text] == []
    assert checked(tmp_path / "监控表.xlsx").outcome.faults == ()


def test_the_month_may_be_named(tmp_path, capsys):
    status, out, _ = run(capsys, DECLARATIONS[0], "--month", 9, "-o", tmp_path / "监控")

    (made,) = (tmp_path / "监控").iterdir()
    sheet = openpyxl.load_workbook(made, data_only=True).worksheets[0]
    assert status == 0
    assert made.name == "2025监控表1-9月_业务受理工作经费.xlsx"
    assert "1-9月，指标 13 个" in out
    assert (report(made).period.value, sheet["L3"].value) == (9, 9)
    assert (sheet["F5"].value, sheet["E11"].value) == ("1-9月执行数", "1-9月\n执行情况")


@pytest.mark.parametrize(
    ("month", "told"),
    [
        (0, "--month 要写 1 到 12 的整数，不能是 0。"),
        (13, "--month 要写 1 到 12 的整数，不能是 13。"),
        ("七", "--month 要写整数，不能是 七。"),
    ],
)
def test_a_month_that_is_none_is_refused(month, told, tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["monitor", str(DECLARATIONS[0]), "--month", str(month), "-o", str(tmp_path)])

    assert stopped.value.code == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("name", thinned(name for name in LOCAL if name.startswith("declaration")))
def test_declarations_of_other_places_are_carried(name):
    source = read(LOCAL[name])

    made = monitored(source, load(source.edition.policy), 7)

    assert isinstance(made, Monitored)
    again = read(grids(made.content)[0]).form
    assert isinstance(again, MonitoringReport)
    assert printed(again) == printed(source.form)
    assert again.project_name.text == source.form.project_name.text


def test_points_have_no_column_and_that_is_told():
    made = monitored(read(LOCAL["declaration/2"]), load("national"), 7)

    assert isinstance(made, Monitored)
    assert "监控表没有分值一栏，分值没有带入。" in monitored_notes(made)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("department/1", Unfit.DEPARTMENT),
        ("department_declaration/1", Unfit.DEPARTMENT),
        ("national/1", Unfit.ANOTHER_KIND),
        ("monitoring/1", Unfit.ANOTHER_KIND),
    ],
)
def test_only_a_projects_declaration_will_do(name, why):
    assert monitored(read(LOCAL[name]), load("national"), 7) is why


def test_a_folder_is_a_file_each_and_other_forms_are_told(tmp_path, capsys):
    status, out, err = run(capsys, SAMPLES, "-o", tmp_path / "监控")

    assert status == 2
    assert len(out.splitlines()) == len(list((tmp_path / "监控").iterdir())) == 5
    assert err.splitlines() == [
        f"{path}：这是自评表，没有带入。请选项目的申报表。" for path in EVALUATIONS
    ]


def test_what_somebody_has_filled_in_is_never_replaced(tmp_path, capsys):
    target = tmp_path / "监控表.xlsx"
    again = [run(capsys, DECLARATIONS[0], "-o", target)[0] for _ in range(2)]
    book = openpyxl.load_workbook(target)
    book.worksheets[0]["E13"] = "1(次)"
    book.save(target)
    kept = target.read_bytes()

    status, out, err = run(capsys, DECLARATIONS[0], "-o", target)

    assert again == [0, 0]
    assert (status, out, target.read_bytes() == kept) == (2, "", True)
    assert "有人改动过，不会覆盖" in err


def test_what_could_not_be_read_is_told_and_left_blank(tmp_path, capsys):
    shutil.copy(DECLARATIONS[0], tmp_path / "申报表.xlsx")
    book = openpyxl.load_workbook(tmp_path / "申报表.xlsx")
    form = checked(DECLARATIONS[0]).reading.form
    assert isinstance(form, TargetDeclaration)
    amount = form.funding.annual[1].amount.address
    book.worksheets[0][amount] = "约十几万"
    book.save(tmp_path / "申报表.xlsx")

    status, out, _ = run(capsys, tmp_path / "申报表.xlsx", "-o", tmp_path / "监控表.xlsx")

    assert status == 1
    assert f"  没有带入：{amount}「" in out
    new = report(tmp_path / "监控表.xlsx")
    assert new.funding.parts[0].initial_budget.text == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("申报", "-o", "申报/监控"), "带入的监控表不能和原表放在一起"),
        (("申报/甲.xlsx", "-o", "监控.xls"), "监控表要写成 .xlsx 文件，不能写成 监控.xls。"),
        (("申报/甲.xlsx", "-o", "申报/甲.xlsx"), "是原表，不会覆盖。"),
        (("空.xlsx", "-o", "监控.xlsx"), "没有可以带入的表。"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(
    words, told, tmp_path, capsys, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "申报").mkdir()
    shutil.copy(DECLARATIONS[0], tmp_path / "申报" / "甲.xlsx")
    openpyxl.Workbook().save(tmp_path / "空.xlsx")
    before = sorted((path, path.read_bytes()) for path in tmp_path.rglob("*.xlsx"))

    status, out, err = run(capsys, *words)

    assert (status, out) == (2, "")
    assert told in err
    assert sorted((path, path.read_bytes()) for path in tmp_path.rglob("*.xlsx")) == before


def test_money_is_in_the_units_of_the_template_and_exact(tmp_path, capsys):
    run(capsys, DECLARATIONS[0], "-o", tmp_path / "监控表.xlsx")

    amounts = [part.initial_budget.value for part in report(tmp_path / "监控表.xlsx").funding.parts]
    assert amounts == [Decimal("14.4208"), Decimal("0"), Decimal("0")]
