"""绩效运行监控表 through every output: told, counted and never taken for another kind of form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt

from macros.cli import main
from tests.cases import grid_of, texts_of
from tests.validators.json_schema import VALIDATOR
from tests.workbooks.layouts import grid
from tests.workbooks.reading.test_monitoring import EVERY, NUMBERS, put
from validators.checking.check_file import Choice, Result, check_file, check_grid
from validators.filing import Monitoring
from validators.records.record import recorded
from validators.records.results import FormRecord, MonitoredRecord
from workbooks.files.kinds import OLE
from workbooks.grid import Grid
from xlfuncs.policy import load


def saved(folder: Path, name: str, laid: Grid) -> Path:
    book = openpyxl.Workbook()
    book.active.title = laid.sheet
    put(book.active, laid)
    book.save(folder / f"{name}.xlsx")
    return folder / f"{name}.xlsx"


def saved_as_xls(folder: Path, name: str, laid: Grid) -> Path:
    """The same in the format of Excel 97 to 2003."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(laid.sheet)
    areas = {(area.top, area.left): (area.bottom, area.right) for area in laid.merges}
    for top, left in laid.values.keys() | areas.keys():
        bottom, right = areas.get((top, left), (top, left))
        style = xlwt.XFStyle()
        style.num_format_str = laid.formats.get((top, left), "General")
        value = laid.values.get((top, left), "")
        sheet.write_merge(top - 1, bottom - 1, left - 1, right - 1, value, style)
    book.save(str(folder / f"{name}.xls"))
    return folder / f"{name}.xls"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The seven layouts as workbooks."""
    made = tmp_path / "监控"
    made.mkdir()
    for name, text in EVERY.items():
        saved(made, name, grid(text))
    return made


def forms_of(told: dict[str, Any]) -> dict[str, Any]:
    return {Path(one["path"]).stem: form for one in told["files"] for form in one["forms"]}


def test_the_json_of_every_layout_keeps_to_the_schema(folder: Path) -> None:
    main(["check", str(folder), "--report", str(folder.parent / "结果.json")])

    told = json.loads((folder.parent / "结果.json").read_text("utf-8"))
    VALIDATOR.validate(told)
    forms = forms_of(told)
    assert {form["form"] for form in forms.values()} == {"MonitoringReport"}
    assert {form["kind"] for form in forms.values()} == {"监控表"}
    numbers = forms["numbers"]
    assert (numbers["period"], numbers["total"], numbers["rating"]) == (6, None, None)
    assert numbers["funding"]["rate"] == {"reported": "45.83", "computed": "45.83"}
    assert numbers["funding"]["forecast"] == "58.00"
    row = numbers["indicators"][1]
    keys = ("actual", "forecast", "possibility", "causes", "progress", "light")
    assert [row[key] for key in keys] == [
        "420人",
        "1200人",
        "有可能",
        ["经费保障", "人员保障"],
        "70.00",
        "黄",
    ]
    assert "period" not in forms["in-house"]


def codes(form: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in form["findings"]]


def test_what_each_layout_is_told(folder: Path) -> None:
    main(["check", str(folder), "--report", str(folder.parent / "结果.json")])

    forms = forms_of(json.loads((folder.parent / "结果.json").read_text("utf-8")))
    assert {name: codes(form) for name, form in forms.items()} == {
        "central": ["M003", "M005"],
        "numbers": ["M001", "M001"],
        "one-cell": ["M001"],
        "system": [],
        "import": [],
        "interface": ["M002", "M003"],
        "in-house": [],
    }
    skipped = {name: {skip["code"] for skip in form["skips"]} for name, form in forms.items()}
    judged_by_month = {"M001", "M002", "M003"}
    assert all(judged_by_month <= skipped[name] for name in ("central", "system", "in-house"))
    assert all(judged_by_month.isdisjoint(skipped[name]) for name in ("numbers", "one-cell"))


@pytest.mark.parametrize("name", EVERY)
def test_an_old_workbook_is_the_same_form_and_is_told_the_same(name: str, tmp_path: Path) -> None:
    laid = grid(EVERY[name])

    old, new = (
        check_file(save(tmp_path, "监控", laid), Choice()) for save in (saved_as_xls, saved)
    )

    (form,) = old.forms
    assert (tmp_path / "监控.xls").read_bytes().startswith(OLE)
    assert isinstance(form.filing, Monitoring)
    assert form.reading.form.indicators
    assert old.forms == new.forms


def test_a_policy_may_say_of_which_month_a_form_is_that_does_not(tmp_path: Path) -> None:
    (tmp_path / "本市.toml").write_text(
        'base = "national"\nname = "本市"\n[values.monitoring_month]\nvalue = "8"\n'
        'since = "2024-01-01"\nsource = "本市监控通知"\n',
        "utf-8",
    )
    policy = load(str(tmp_path / "本市.toml"))
    path = saved(tmp_path, "单位软件", grid(EVERY["in-house"]))

    main(
        [
            "check",
            str(path),
            "--policy",
            str(tmp_path / "本市.toml"),
            "--report",
            str(tmp_path / "结果.json"),
        ]
    )

    (form,) = forms_of(json.loads((tmp_path / "结果.json").read_text("utf-8"))).values()
    assert policy.monitoring_month == 8
    assert form["period"] == 8
    assert codes(form) == ["M001"]


def test_the_other_reports_tell_of_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("结果.html", "结果.xlsx", "结果.csv"):
        main(["check", str(folder), "--report", str(folder.parent / name)])
    capsys.readouterr()

    main(["score", str(folder / "numbers.xlsx")])

    told = capsys.readouterr().out
    assert (
        "培训人数                    ≥1200人         420人           1200人          有可能" in told
    )
    assert "70.00%  黄    420人 ÷ （≥1200人 × 6÷12）" in told
    page = (folder.parent / "结果.html").read_text("utf-8")
    assert "<li>监控期间 1-6月</li>" in page
    assert "<li>序时进度 红灯 1，黄灯 1，绿灯 2，蓝灯 3</li>" in page
    assert "监控表，不评分" in page


def test_a_summary_counts_it_apart_and_averages_nothing(folder: Path) -> None:
    saved(folder, "自评", grid_of(texts_of("")))

    main(["summary", str(folder), "-o", str(folder.parent / "汇总.xlsx")])

    book = openpyxl.load_workbook(folder.parent / "汇总.xlsx")
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("开展绩效运行监控的项目 7 个" in text for text in texts)
    paragraph = next(text for text in texts if "开展绩效运行监控的项目7个。" in text)
    assert "开展2024年度绩效自评的项目1个，涉及金额50.00万元" in paragraph


def test_a_declaration_and_a_report_of_the_same_project_are_no_doubles(tmp_path: Path) -> None:
    heads = "\n\n| 栏目 | 填写 |\n|---|---|\n| 年度 | 2024 |\n"
    for kind in ("申报表", "监控表"):
        saved(tmp_path, kind, grid_of(texts_of(f"{kind}：{heads}")))

    main(["check", str(tmp_path), "--report", str(tmp_path / "结果.json")])

    told = json.loads((tmp_path / "结果.json").read_text("utf-8"))
    assert {name: form["form"] for name, form in forms_of(told).items()} == {
        "申报表": "TargetDeclaration",
        "监控表": "MonitoringReport",
    }
    assert [one["code"] for one in told.get("together", {}).get("findings", [])] == []


def test_a_self_evaluation_is_not_made_from_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["fill", str(folder / "numbers.xlsx"), "-o", str(folder.parent / "自评.xlsx")])

    assert status == 2
    assert "这是监控表，没有带入。" in capsys.readouterr().err
    assert not (folder.parent / "自评.xlsx").exists()


def test_a_copy_goes_back_with_its_marks_and_one_goes_on_with_values_alone(folder: Path) -> None:
    back = folder.parent / "退回"
    main(["check", str(folder / "interface.xlsx"), "--return", str(back)])
    (copy,) = back.rglob("interface*.xlsx")
    comments = [
        cell.coordinate
        for sheet in openpyxl.load_workbook(copy)
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    ]
    values = folder.parent / "报送.xlsx"
    status = main(["submit", str(folder / "numbers.xlsx"), "-o", str(values)])

    assert {"J9", "K9"} <= set(comments)
    assert status == 0
    assert openpyxl.load_workbook(values).active["D5"].value == "业务培训经费"


def test_no_rule_of_scores_looks_at_it() -> None:
    (form,) = check_grid(grid(NUMBERS), Choice())

    assert not isinstance(form, Result)
    assert isinstance(form.filing, Monitoring)
    record = recorded(Result(Path("监控.xlsx"), forms=(form,))).data.forms[0]
    assert isinstance(record.own, MonitoredRecord)
    letters = {code[0] for code in codes_of(record)}
    assert letters <= {"M", "S", "B", "I"}


def codes_of(record: FormRecord) -> list[str]:
    return [one.code for one in (*record.findings, *record.trials, *record.skips)]
