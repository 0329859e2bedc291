"""The year of an office: what is expected, what came, what goes back, what came again."""

from __future__ import annotations

import csv
import html
import json
import re
import shlex
import shutil
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from macros import cli
from macros.cli import main
from tests.season import declaration, evaluation, list_of
from tests.validators import reviewer
from tests.validators.json_schema import VALIDATOR
from tests.validators.pages import page

HEADS = ("序号", "单位名称", "项目名称", "预算金额（万元）", "应报表种")
ENDINGS = (".xlsx", ".html", ".csv", ".json")


def unit(sign: str) -> str:
    return f"某市{sign}类事务服务中心"


@pytest.fixture
def season(tmp_path: Path) -> Path:
    """Six units: one hands in twice, one by another name, one last year's form, one nothing."""
    forms = tmp_path / "报送"
    for sign in "甲乙丙丁戊己":
        project = f"{sign}类业务培训经费"
        path = forms / sign / "自评表.xlsx"
        evaluation(path, unit=unit(sign), project=project, deducted=sign in "甲乙")
    evaluation(forms / "甲" / "自评表_定稿.xlsx", unit=unit("甲"), project="甲类业务培训经费")
    evaluation(forms / "丙" / "旧表.xlsx", unit="市丙类事务服务中心", project="旧经费", year=2023)
    declaration(forms / "申报.xlsx", unit=unit("乙"), project="乙类业务培训费")
    rows = [
        (number, unit(sign), f"{sign}类业务培训经费", 50, "自评表")
        for number, sign in enumerate("甲乙丙丁庚", 1)
    ]
    list_of(forms / "应报名单.xlsx", HEADS, *rows, ("合计", None, None, 250, None), above=1)
    return forms


def test_every_output_tells_who_is_missing_and_what_came_twice(
    season: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = {ending: tmp_path / f"核查结果{ending}" for ending in ENDINGS}
    reports = [word for path in paths.values() for word in ("--report", str(path))]
    asked = ["--expected", str(season / "应报名单.xlsx")]

    status = main(["check", str(season), *asked, *reports])

    last = capsys.readouterr().out.splitlines()[-1]
    assert (status, last) == (1, "应报名单 5 份：已报 3，未报 1，重复 1；多报 4 份。")
    book = openpyxl.load_workbook(paths[".xlsx"])
    assert book["汇总"]["A2"].value.endswith(last)
    assert book["应报名单"]["A1"].value == last
    arrivals = [row[0].value for row in book["应报名单"].iter_rows(min_row=5)]
    assert arrivals == ["未报", "重复", *["多报"] * 4, *["已报"] * 3]
    codes = [row[1].value for row in book["同批比较"].iter_rows(min_row=4)]
    assert codes == ["X707", "X704", "X708", "X709"]
    data = json.loads(paths[".json"].read_bytes())
    VALIDATOR.validate(data)
    together = data["together"]
    assert [one["code"] for one in together["findings"]] == codes
    assert [one["arrival"] for one in together["expected"]["lines"]] == arrivals
    assert [one["reason"] for one in data["passed_over"]] == [
        "这是 --expected 所给的应报名单，不作为报送表核查。"
    ]
    with paths[".csv"].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    together = [row for row in rows if row[0] == "同批比较"]
    assert [row[1] for row in together] == codes
    assert {row[9] for row in together} == {"警告", "提示"}
    assert [row[0] for row in rows if row[0] in set(arrivals)] == arrivals
    told = page(paths[".html"].read_text("utf-8")).all("section")[0]
    assert last in told.text
    assert all(code in told.text for code in codes)


def test_a_summary_counts_what_check_counts(
    season: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--expected", str(season / "应报名单.xlsx")]

    main(["summary", str(season), *asked, "-o", str(tmp_path / "汇总.xlsx")])

    assert "应报名单 5 份：已报 3，未报 1，重复 1；多报 4 份。" in capsys.readouterr().out
    book = openpyxl.load_workbook(tmp_path / "汇总.xlsx")
    assert book["应报名单"]["A5"].value == "未报"
    (twice,) = (
        row for row in book["未计入"].iter_rows(min_row=3, values_only=True) if row[0] == "重复"
    )
    assert twice[6].endswith(
        "自评表_定稿.xlsx（文件名写明是定稿），这一份没有计入。请确认以哪一份为准。"
    )


def test_a_wrong_list_is_one_clear_sentence(
    season: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = list_of(tmp_path / "名单.xlsx", ("名称", "项目"), ("甲", "乙"))

    status = main(["check", str(season), "--expected", str(path)])

    told = capsys.readouterr()
    assert (status, told.out) == (2, "")
    assert told.err == (
        f"应报名单 {path} 里没有找到写着「单位」的栏目（看了工作表「Sheet」）。"
        "请在名单里写一行栏目名：单位、项目、金额、表种（至少要有单位），"
        "再从下一行起每行写一份应报的表。\n"
    )


def returned(forms: Path, folder: Path) -> dict[str, Path]:
    """The copies that went back, by their names."""
    main(["check", str(forms), "--return", str(folder)])
    return {path.name: path for path in folder.rglob("*_退回修改*")}


def answer(copy: Path, into: Path, text: str) -> Path:
    """A unit at work: writes 处理情况 beside everything in the list, and hands the copy in."""
    book = openpyxl.load_workbook(copy)
    sheet = book["修改清单"]
    (head,) = (cell for row in sheet.iter_rows() for cell in row if _is_head(cell.value))
    for row in range(head.row + 1, sheet.max_row + 1):
        sheet.cell(row, head.column).value = text
    into.parent.mkdir(parents=True, exist_ok=True)
    book.save(into)
    return into


def _is_head(value: object) -> bool:
    return isinstance(value, str) and value.startswith("处理情况")


def test_what_a_unit_answers_stands_beside_the_finding_wherever_it_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluation(tmp_path / "报送" / "甲.xlsx", deducted=True)
    (copy,) = returned(tmp_path / "报送", tmp_path / "退回").values()
    again = tmp_path / "再报"
    answer(copy, again / "甲_退回修改.xlsx", "场地停用，已报备\n见附件")
    paths = {ending: tmp_path / f"核查结果{ending}" for ending in ENDINGS}
    reports = [word for path in paths.values() for word in ("--report", str(path))]
    capsys.readouterr()

    listed = "--level", "提示"
    main(["check", str(again), *reports, *listed, "--return", str(tmp_path / "二次退回")])
    main(["review", str(again), "-o", str(tmp_path / "复核表.xlsx")])

    said = "请填写扣分的原因和改进措施。单位说明：场地停用，已报备"
    assert said in capsys.readouterr().out
    assert said in str(openpyxl.load_workbook(paths[".xlsx"])["问题清单"]["H3"].value)
    assert said in paths[".html"].read_text("utf-8")
    assert said in paths[".csv"].read_text("utf-8")
    data = json.loads(paths[".json"].read_bytes())
    VALIDATOR.validate(data)
    (finding,) = data["files"][0]["forms"][0]["findings"]
    assert finding["answer"] == {"text": "场地停用，已报备\n见附件", "date": None}
    review = openpyxl.load_workbook(tmp_path / "复核表.xlsx")["问题核准"]
    assert any(said in str(cell.value) for row in review.iter_rows() for cell in row)
    (second,) = (tmp_path / "二次退回").rglob("*_退回修改*.xlsx")
    listed = openpyxl.load_workbook(second)["修改清单"]
    assert "场地停用，已报备\n见附件" in [cell.value for row in listed.iter_rows() for cell in row]


def test_what_changed_since_the_last_time_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two faults the first time; the second time one is mended, one explained, one is new."""
    monkeypatch.setenv("APPDATA", str(tmp_path / "自己的"))
    heads = {"unit": unit("甲"), "project": "培训经费"}
    first, second = tmp_path / "一", tmp_path / "二"
    evaluation(first / "甲.xlsx", deducted=True, total_score="99.00", **heads)
    (copy,) = returned(first, tmp_path / "退回").values()
    answer(copy, second / "甲_退回修改.xlsx", "场地停用，已报备")
    book = openpyxl.load_workbook(second / "甲_退回修改.xlsx")
    book["自评表"]["G18"].value = 95.9
    book.save(second / "甲_退回修改.xlsx")
    report, data = tmp_path / "核查结果.xlsx", tmp_path / "结果.json"
    main(["check", str(first), "--report", str(data)])
    capsys.readouterr()

    main(["check", str(second), "--report", str(report), "--level", "提示"])
    told = capsys.readouterr().out
    main(["check", str(second), "--report", str(report), "--level", "提示"])
    again = capsys.readouterr().out
    monkeypatch.setenv("APPDATA", str(tmp_path / "别人的"))
    main(["check", str(second), "--last", str(data)])
    named = capsys.readouterr().out

    since = "上次 2 处，已改 1，未改 1（有说明 1），新增 0"
    assert [since in text for text in (told, again, named)] == [True] * 3
    sheet = openpyxl.load_workbook(report)["与上次比"]
    rows = [row[0:3] for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert rows == [("未改", "错误", "N601"), ("已改好", "错误", "R503")]
    VALIDATOR.validate(json.loads(data.read_bytes()))


def test_another_file_is_no_last_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evaluation(tmp_path / "报送" / "甲.xlsx")
    (tmp_path / "a.json").write_text("[]", "utf-8")

    status = main(["check", str(tmp_path / "报送"), "--last", str(tmp_path / "a.json")])

    assert (status, capsys.readouterr().err) == (
        2,
        f"{tmp_path / 'a.json'} 不是本工具写的 .json 核查结果，不能用来与上次比。"
        "请用 --report 结果.json 写的。\n",
    )


def test_totals_by_unit_and_by_rule(season: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(season), "--statistics", "--expected", str(season / "应报名单.xlsx")])

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "按单位（份数，错误，警告，已改）："
    assert lines[1:3] == [
        f"  {unit('乙')}：2 份，错误 1，警告 0，已改 0",
        f"  {unit('甲')}：2 份，错误 1，警告 0，已改 0",
    ]
    assert lines[lines.index("按规则：") + 1].startswith("  错误 N601 2 处：")


def test_the_screen_lists_down_to_a_level(season: Path, capsys: pytest.CaptureFixture[str]) -> None:
    samples = Path(__file__).parent.parent / "workbooks" / "samples"
    sample = samples / "2024自评表_行政许可管理经费.xlsx"
    shown = {}
    for level in ("错误", "警告", "提示"):
        main(["check", str(sample), "--level", level])
        lines = capsys.readouterr().out.splitlines()
        shown[level] = {line.split()[0] for line in lines if line.startswith("    ")}

    assert shown == {"错误": set(), "警告": {"警告"}, "提示": {"警告", "提示"}}


def test_with_a_report_the_screen_shows_totals_only(
    season: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", str(season), "--report", str(tmp_path / "果.html")])

    lines = capsys.readouterr().out.splitlines()
    assert "按单位（份数，错误，警告，已改）：" in lines
    assert not any("「偏差原因分析及改进措施」为空" in line for line in lines)
    at = lines.index("需退回修改的：")
    assert lines[at + 1 : at + 3] == [f"  {season / sign / '自评表.xlsx'}" for sign in "乙甲"]
    told = page((tmp_path / "果.html").read_text("utf-8")).all("details", "totals")[0].text
    assert f"{unit('乙')}：2 份，错误 1，警告 0，已改 0" in told


def test_every_command_of_the_readme_can_be_typed() -> None:
    text = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
    commands = re.findall(r"`jixiao ([^`]+ [^`]+)`", text)

    for command in commands:
        cli._parser().parse_args(shlex.split(command))

    assert len(commands) >= 20


@pytest.mark.parametrize(
    "code",
    [
        "X701",
        "X702",
        "X703",
        "X704",
        "X705",
        "X706",
        "x707",
        "X708",
        "X709",
        "X710",
        "X711",
        "X712",
        "X713",
        "X714",
    ],
)
def test_what_is_found_in_all_files_together_is_explained(
    code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", code]) == 0
    assert capsys.readouterr().out.startswith(code.upper())


def heads_of(sheet: Any) -> tuple[int, dict[str, int]]:
    """The row of the headings of a sheet of ours, and its columns."""
    for row in sheet.iter_rows(max_row=10):
        found = {"".join(str(cell.value).split()): cell.column for cell in row if cell.value}
        if {"办理情况", "级别"} <= found.keys() or {"办理情况", "表"} <= found.keys():
            return row[0].row, found
    raise AssertionError(sheet.title)


def columns_of(sheet: Any, *names: str) -> list[tuple[Any, ...]]:
    """What stands under some headings, row by row."""
    first, heads = heads_of(sheet)
    below = sheet.iter_rows(min_row=first + 1)
    return [tuple(row[heads[name] - 1].value for name in names) for row in below]


def note(path: Path, sheet: str, where: str, text: str, **columns: str) -> None:
    """Somebody at work in a report: 办理情况 beside a row, a column and a sheet of his own."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    row, heads = heads_of(page)
    for at, name in enumerate(columns, page.max_column + 1):
        heads[name] = page.cell(row, at, name).column
    for cells in page.iter_rows(min_row=row + 1):
        if where in [str(cell.value) for cell in cells]:
            page.cell(cells[0].row, heads["办理情况"], text)
            for name, value in columns.items():
                page.cell(cells[0].row, heads[name], value)
    own = book.create_sheet("电话记录")
    own.append(["单位", "几次"])
    own.append(["甲", 2])
    own.append(["合计", "=SUM(B2:B2)"])
    book.save(path)


@pytest.mark.parametrize(
    ("command", "sheet"), [(("check", "--report"), "问题清单"), (("summary", "-o"), "项目")]
)
def test_what_people_write_into_a_report_stays(
    command: tuple[str, str], sheet: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forms, path = tmp_path / "报送", tmp_path / "结果.xlsx"
    for sign in "甲乙":
        heads = {"unit": unit(sign), "project": f"{sign}类经费"}
        evaluation(forms / f"{sign}.xlsx", deducted=True, **heads)
    again = (command[0], str(forms), command[1], str(path))
    main([*again])
    note(path, sheet, "甲类经费", "已电话通知", 责任人="张")
    left = path.read_bytes()

    # the form of 乙 goes to another folder, which moves nothing of what is written beside 甲
    (forms / "下级").mkdir()
    (forms / "乙.xlsx").rename(forms / "下级" / "乙.xlsx")
    main([*again])
    told = capsys.readouterr().err
    main([*again])  # nobody has changed it now, and the notes are there still

    (kept,) = tmp_path.glob("结果_留存*.xlsx")
    assert (kept.read_bytes(), kept.name in told) == (left, True)
    book = openpyxl.load_workbook(path)
    asked = "项目", "办理情况", "责任人"
    beside = {row for row in columns_of(book[sheet], *asked) if row[0]}
    assert beside == {("甲类经费", "已电话通知", "张"), ("乙类经费", None, None)}
    assert book["电话记录"]["B3"].value == "=SUM(B2:B2)"
    assert "以前的备注" not in book.sheetnames

    # what has no place any more stands apart, and goes back when its row is there again
    (forms / "甲.xlsx").rename(tmp_path / "甲.xlsx")
    main([*again])
    lost = list(openpyxl.load_workbook(path)["以前的备注"].iter_rows(min_row=4, values_only=True))
    assert {(row[0], row[2], row[3]) for row in lost} == {
        (sheet, "办理情况", "已电话通知"),
        (sheet, "责任人", "张"),
    }
    (tmp_path / "甲.xlsx").rename(forms / "甲.xlsx")
    main([*again])
    book = openpyxl.load_workbook(path)
    assert "以前的备注" not in book.sheetnames
    beside = columns_of(book[sheet], *asked)
    assert ("甲类经费", "已电话通知", "张") in beside
    assert len(list(tmp_path.glob("结果_留存*.xlsx"))) == 1


def test_what_people_write_on_the_first_sheet_of_a_summary_stays(tmp_path: Path) -> None:
    """Beside and below our lines, a comment, a changed paragraph; columns of ours come and go."""
    forms, path, review = tmp_path / "报送", tmp_path / "汇总.xlsx", tmp_path / "复核表.xlsx"
    evaluation(forms / "甲.xlsx", deducted=True, unit=unit("甲"), project="甲类经费")
    main(["review", str(forms), "-o", str(review)])
    again = "summary", str(forms), "-o", str(path)
    main([*again, "--review", str(review), "--policy", "shanghai-final-account"])
    book = openpyxl.load_workbook(path)
    page = book["概览"]
    (paragraph,) = (row[0] for row in page.iter_rows() if str(row[0].value).startswith("编报"))
    paragraph.value = f"我市{paragraph.value}"
    page["N3"], page["A90"] = "请预算处看", "已报领导。"
    page["A1"].comment = Comment("改措辞", "处长")
    book["项目"].cell(1, 40, "表头上写的")
    book.save(path)

    main([*again])
    main([*again])

    book = openpyxl.load_workbook(path)
    told = [row[0] for row in book["概览"].iter_rows(values_only=True) if row[0]]
    assert told[told.index("备注（写在本页的，下次汇总照样带着）") + 1 :] == [
        "批注：改措辞", "请预算处看", paragraph.value, "已报领导。",
    ]  # fmt: skip
    left = [row[3] for row in book["以前的备注"].iter_rows(min_row=4, values_only=True)]
    assert left == ["表头上写的"]


def test_a_workbook_of_somebody_at_our_place_is_not_moved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "结果.xlsx"
    evaluation(tmp_path / "报送" / "甲.xlsx")
    main(["check", str(tmp_path / "报送"), "--report", str(path)])
    list_of(path, ("名称", "项目"), ("甲", "乙"))
    left = path.read_bytes()

    status = main(["check", str(tmp_path / "报送"), "--report", str(path)])

    assert (status, path.read_bytes(), list(tmp_path.glob("*留存*"))) == (2, left, [])
    assert "不会覆盖" in capsys.readouterr().err


def test_a_demonstration_restores_nothing_over_edits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "演示"
    main(["demo", str(folder)])
    form = next(path for path in folder.glob("2024自评表_*.xlsx") if "（" in path.name)
    evaluation(form, deducted=True)
    left = form.read_bytes()
    note(folder / "核查结果.xlsx", "问题清单", "N603", "演示时写的")
    capsys.readouterr()

    main(["demo", str(folder)])

    assert form.read_bytes() == left
    assert f"其中 {form.name} 改动过，没有恢复原样" in capsys.readouterr().err
    book = openpyxl.load_workbook(folder / "核查结果.xlsx")
    assert ("N603", "演示时写的") in columns_of(book["问题清单"], "规则", "办理情况")


def test_a_list_apart_is_read_back_like_that_in_a_copy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be marked goes back with a list of its own; two files are called alike."""
    forms, back, again = tmp_path / "报送", tmp_path / "退回", tmp_path / "再报"
    for sign in "甲乙":
        source = evaluation(tmp_path / f"{sign}.xlsx", deducted=True, project=f"{sign}类经费")
        book = openpyxl.load_workbook(source)
        place = forms / sign / "自评表.html"
        place.parent.mkdir(parents=True)
        place.write_text(html_of(book.active), "utf-8")
    main(["check", str(forms), "--return", str(back)])
    lists = {path.parent.name: path for path in back.rglob("自评表_修改清单.xlsx")}
    assert sorted(lists) == ["乙", "甲"]
    shutil.copytree(forms, again)
    answer(lists["甲"], again / "甲" / "自评表_修改清单.xlsx", "甲已报备")
    capsys.readouterr()

    main(["check", str(again)])

    told = capsys.readouterr().out
    assert told.count("单位说明：甲已报备") == 1
    assert told.index("甲类经费") < told.index("单位说明：甲已报备")


def html_of(sheet: Any) -> str:
    """A form as a budget system writes it: a table of a page."""
    spans = {area.start_cell.coordinate: area.size for area in sheet.merged_cells.ranges}
    lines = []
    for row in sheet.iter_rows():
        cells = []
        for cell in row:
            if cell.__class__.__name__ == "MergedCell":
                continue
            size = spans.get(cell.coordinate, {"rows": 1, "columns": 1})
            span = f'rowspan="{size["rows"]}" colspan="{size["columns"]}"'
            value = html.escape("" if cell.value is None else str(cell.value))
            cells.append(f"<td {span}>{value}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<html><body><table>{''.join(lines)}</table></body></html>"


def test_what_a_unit_said_is_the_reason_that_a_reviewer_need_only_take(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluation(tmp_path / "一" / "甲.xlsx", deducted=True)
    (copy,) = returned(tmp_path / "一", tmp_path / "退回").values()
    again, path = tmp_path / "二", tmp_path / "复核表.xlsx"
    answer(copy, again / "甲_退回修改.xlsx", "场地停用，已报备")

    main(["review", str(again), "-o", str(path)])
    book = openpyxl.load_workbook(path)
    (row,) = reviewer.lines(book["问题核准"])
    reason = row["理由"].value
    capsys.readouterr()
    unread = main(["check", str(again), "--review", str(path)])  # nothing is chosen, nothing wrong
    told = capsys.readouterr().out
    reviewer.put(row, 核准="是", 核准人="审核员", 日期=reviewer.DAY)
    book.save(path)
    taken = main(["check", str(again), "--review", str(path)])
    accepted = capsys.readouterr().out
    evaluation(again / "甲_退回修改.xlsx")
    main(["check", str(again), "--review", str(path), "--report", str(tmp_path / "果.xlsx")])
    mended = capsys.readouterr().out

    assert (reason, unread, "没有采用" in told) == ("场地停用，已报备", 1, False)
    assert (taken, "核准理由：场地停用，已报备（审核员" in accepted) == (0, True)
    assert "复核表有 1 处已改好，不用再核准：" in mended
    sheet = openpyxl.load_workbook(tmp_path / "果.xlsx")["核准"]
    assert [row[0].value for row in sheet.iter_rows(min_row=4)] == ["已改好"]


@pytest.mark.parametrize("how", ["文件夹", "压缩包"])
def test_what_goes_to_a_unit_lies_together(
    how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forms, back = tmp_path / "报送", tmp_path / "退回"
    for sign in "甲乙":
        heads = {"unit": unit(sign), "project": f"{sign}类经费"}
        evaluation(forms / f"{sign}.xlsx", deducted=True, **heads)
    again = "check", str(forms), "--return", str(back), "--parcels", how
    main([*again])
    listed = openpyxl.load_workbook(back / "退回清单.xlsx")
    sheet = listed["退回清单"]
    heads = {"".join(str(cell.value).split()): cell.column for cell in sheet[3]}
    sheet.cell(4, heads["期限"], "3月5日")
    first = sheet.cell(4, 1).value
    listed.save(back / "退回清单.xlsx")

    evaluation(forms / "乙.xlsx", unit=unit("乙"), project="乙类经费")
    evaluation(forms / "甲.xlsx", unit=unit("甲"), project="甲类经费", total_score="99.00")
    main([*again])

    names = {"退回修改/甲_退回修改.xlsx", "退回通知.docx"}
    if how == "压缩包":
        with zipfile.ZipFile(back / f"{unit('甲')}.zip") as packed:
            assert {name for name in packed.namelist() if not name.endswith("/")} == names
    else:
        place = back / unit("甲")
        found = [one for one in place.rglob("*") if one.is_file()]
        assert {one.relative_to(place).as_posix() for one in found} == names
    assert [path for path in back.rglob("*") if unit("乙") in str(path) and path.is_file()] == []
    sheet = openpyxl.load_workbook(back / "退回清单.xlsx")["退回清单"]
    (row,) = sheet.iter_rows(min_row=4, values_only=True)
    told = dict(zip(heads, row, strict=True))
    assert [told[head] for head in ("上次（处）", "已改", "未改", "新增")] == [1, 1, 0, 1]
    assert told["期限"] == ("3月5日" if first == unit("甲") else None)


def test_a_rule_is_accepted_in_one_line_until_a_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forms, path = tmp_path / "报送", tmp_path / "复核表.xlsx"
    for sign in "甲乙":
        heads = {"unit": unit(sign), "project": f"{sign}类经费"}
        evaluation(forms / f"{sign}.xlsx", deducted=True, **heads)
    main(["review", str(forms), "-o", str(path)])
    book = openpyxl.load_workbook(path)
    rows = list(reviewer.lines(book["按规则核准"]))
    named = {"规则": "N601", "理由": "统一口径", "核准人": "审核员", "日期": reviewer.DAY}
    reviewer.put(rows[0], **named, 单位=unit("甲"), 有效期至=date(2999, 1, 1), 提出人="预算处")
    reviewer.put(rows[1], **named, 有效期至=date(2020, 1, 1))
    reviewer.put(rows[2], 规则="N602", 理由="统一口径")
    reviewer.put(rows[3], **{**named, "规则": "N999"})
    reviewer.put(rows[4], **named, 有效期至="2025-02-30", 提出人="预算处")
    book.save(path)
    capsys.readouterr()

    data = tmp_path / "果.json"
    words = "check", str(forms), "--review", str(path)
    status = main([*words, "--report", str(data), "--level", "提示"])
    told = capsys.readouterr().out
    main(["review", str(forms), "-o", str(tmp_path / "新.xlsx"), "--review", str(path)])

    assert status == 2
    assert told.count("已核准（错误） N601") == 1
    said = "统一口径（按规则核准，提出人 预算处，有效期至 2999-01-01）"
    assert f"核准理由：{said}（审核员，2025-03-01）" in told
    sheet = "「按规则核准」"
    assert f"{sheet}第 5 行对 N601 的核准有效期至 2020-01-01，已过，没有采用。" in told
    assert f"{sheet}第 6 行没有填核准人、日期，这一行没有采用。" in told
    assert f"{sheet}A7没有规则 N999，这一行没有采用。" in told
    report = json.loads(data.read_bytes())
    VALIDATOR.validate(report)
    assert (report["summary"]["errors"], report["summary"]["accepted"]) == (1, 1)
    again = openpyxl.load_workbook(tmp_path / "新.xlsx")
    kept = [row["规则"].value for row in reviewer.lines(again["按规则核准"])]
    assert kept[:3] == ["N601", "N601", None]
    left = [[cell.value for cell in row] for row in again["没有沿用"].iter_rows(min_row=4)]
    assert [row[0] for row in left] == [f"{sheet}第 {row} 行" for row in (6, 7, 8)]
    assert left[2][2].endswith("日期 2025-03-01；有效期至 2025-02-30；提出人 预算处")
    assert left[2][3].startswith(f"{sheet}F8有效期至读不成，这一行没有采用。请填成 2025-03-01")
    assert {row["核准"].value for row in reviewer.lines(again["问题核准"])} == {None}


def test_reviewers_are_held_against_each_other(tmp_path: Path) -> None:
    forms, path, report = tmp_path / "报送", tmp_path / "复核表.xlsx", tmp_path / "果.xlsx"
    for sign in "甲乙":
        heads = {"unit": unit(sign), "project": f"{sign}类经费"}
        evaluation(forms / f"{sign}.xlsx", deducted=True, **heads)
    main(["review", str(forms), "-o", str(path)])
    book = openpyxl.load_workbook(path)
    asked = [row for row in reviewer.lines(book["复核"]) if row["三级指标"].value == "培训场次"]
    for row, score in zip(asked, (10, 16), strict=True):
        reviewer.put(row, 复核得分=score, 审核意见="没有写明扣分的原因。")
    book.save(path)

    main(["check", str(forms), "--review", str(path), "--report", str(report)])

    sheet = openpyxl.load_workbook(report)["复核一致性"]
    told = [(row[1], row[4]) for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert [project for project, _ in told] == ["乙类经费", "乙类经费"]
    assert told[0][1].startswith("同样的审核意见用在 2 个项目（乙类经费、甲类经费）")
    assert told[1][1].startswith("同样的问题（N601）在这里扣了分值的 50%，在「甲类经费」的")
