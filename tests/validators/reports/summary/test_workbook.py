"""The summary as a workbook, read back by openpyxl and printed by LibreOffice."""

from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cases import read_texts, texts_of
from tests.validators.results import (
    INDICATORS,
    checked,
    crashed,
    everything,
    published,
    refused,
    result,
    rule_that_says,
)
from tests.validators.summaries import summed
from tests.workbooks.printing import convert, output
from validators.across.folder import Folder
from validators.checking.check_file import Result
from validators.records.record import recorded
from validators.reports.summary.chart_data import MOST_BARS, plots
from validators.reports.summary.figures import Loss
from validators.reports.summary.summary import Summary
from validators.reports.workbook import drawn_sheet
from validators.reports.workbook.tables import Rate

SHEETS = ["概览", "项目", "按单位", "薄弱指标", "公开文字", "未计入", "图表数据"]
HEADS = "| 栏目 | 填写 |\n|---|---|\n"
UNIT = "上海市市场监督管理局行政服务中心"


def summary(folder: Path, *results: Result) -> Any:
    """The summary of files in `folder`, which itself lies in `folder`, read back."""
    written, together = Summary(folder / "汇总.xlsx"), Folder()
    for one in results:
        record = recorded(replace(one, path=folder / one.path))
        written.add(record)
        together.add(record)
    written.write("", None, together.told(whole=True))
    return openpyxl.load_workbook(folder / "汇总.xlsx")


def form(tables: str = "", name: str = "a.xlsx") -> Result:
    return result(name, checked(read_texts(texts_of(tables))))


def rows(sheet: Any, first: int) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(min_row=first, values_only=True)]


def charts(sheet: Any) -> list[Any]:
    return list(sheet._charts)


def series(book: Any, one: Any) -> list[tuple[str, list[Any], list[Any]]]:
    """What a chart's ranges lead to: its kind, the names and the figures in those cells."""
    kinds = [one, *one._charts[1:]]
    return [
        (kind.tagname, _cells(book, line.cat.strRef.f), _cells(book, line.val.numRef.f))
        for kind in kinds
        for line in kind.series
    ]


def _cells(book: Any, formula: str) -> list[Any]:
    name, _, area = formula.rpartition("!")
    cells = book[name.strip("'")][area.replace("$", "")]
    column = cells if isinstance(cells, tuple) else ((cells,),)
    return [cell.value for (cell,) in column]


def test_first_sheet_tells_what_a_chief_asks(tmp_path: Path) -> None:
    book = summary(tmp_path, *published())

    sheet = book["概览"]
    assert book.sheetnames == SHEETS
    assert sheet["A1"].value == (
        "自评项目 4 个，平均 97.47 分，预算执行率 99.29%；编报绩效目标的项目 5 个；"
        "核查发现错误 0 处，警告 0 处。"
    )
    cards = {sheet.cell(row, column).value: sheet.cell(row + 1, column).value
             for row in (3, 5) for column in range(1, 13, 2)}  # fmt: skip
    assert cards == {
        "自评项目（个）": 4,
        "全年预算（万元）": 155.45,
        "全年执行（万元）": 154.35,
        "预算执行率": pytest.approx(154.35 / 155.45),
        "平均得分": 97.47,
        "评分等级（个）": "优4 良0 中0 差0",
        "申报项目（个）": 5,
        "申请金额（万元）": pytest.approx(498.6548),
        "错误（处）": 0,
        "警告（处）": 0,
        "提示（处）": 0,
        "未计入（处）": 0,
    }
    assert sheet["A2"].value.startswith("下一步：核对后公开。金额单位为万元")
    assert sheet["A8"].value == book["公开文字"]["B5"].value
    assert sheet["A8"].value.startswith("编报2025年度绩效目标的项目5个，涉及金额498.65万元。")


def test_charts_show_the_cells_they_name(tmp_path: Path) -> None:
    book = summary(tmp_path, *published())

    scores, losses, rates, ratings = charts(book["概览"])
    assert series(book, scores) == [
        (
            "barChart",
            ["新闻宣传专项经费", "质量发展专项经费", "行政许可管理经费", "业务受理工作经费"],
            [96.0, 96.47, 98.62, 98.79],
        )
    ]
    kinds = ["社会效益指标", "数量指标", "可持续影响指标", "预算执行"]
    reached = [pytest.approx(part / 10.12) for part in (7.78, 8.78, 9.78, 10.12)]
    assert series(book, losses) == [
        ("barChart", kinds, [7.78, 1, 1, 0.34]),
        ("lineChart", kinds, reached),
    ]
    assert series(book, rates) == [
        (
            "barChart",
            ["业务受理工作经费", "行政许可管理经费", "质量发展专项经费", "新闻宣传专项经费"],
            [pytest.approx(rate) for rate in (16.19 / 16.54, 60.58 / 61.19, 55.58 / 55.72, 1)],
        )
    ]
    assert series(book, ratings) == [("barChart", ["优", "良", "中", "差"], [4, 0, 0, 0])]


def test_second_axis_of_the_pareto(tmp_path: Path) -> None:
    book = summary(tmp_path, *published())

    losses = charts(book["概览"])[1]
    columns, line = losses._charts
    assert (losses.type, columns.y_axis.scaling.min) == ("col", 0)
    assert (line.y_axis.scaling.min, line.y_axis.scaling.max) == (0, 1)
    assert line.y_axis.axId != columns.y_axis.axId


def test_the_pareto_of_many_kinds_ends_with_all_the_others() -> None:
    kinds = tuple(
        Loss(f"第{number}类", Decimal(16 - number), Decimal(number + 1)) for number in range(15)
    )
    told = replace(summed(form()), losses=kinds)

    bars = plots(told).losses.bars

    assert [bar[0] for bar in bars] == [*(one.kind for one in kinds[:12]), "其余"]
    assert bars[-1] == ("其余", Decimal(4 + 3 + 2), Rate(Decimal(1)))


def test_charts_of_many_projects_show_the_lowest(tmp_path: Path) -> None:
    many = [
        form(
            f"{HEADS}| 项目名称 | 项目{number:02} |\n| 总分 | {60 + number} |",
            f"{number}.xlsx",
        )
        for number in range(30)
    ]

    book = summary(tmp_path, *many)

    ((_, names, scores),) = series(book, charts(book["概览"])[0])
    assert names == [f"项目{number:02}" for number in range(MOST_BARS)]
    assert scores == [60 + number for number in range(MOST_BARS)]
    title = charts(book["概览"])[0].title.tx.rich.p[0].r[0].t
    assert title == "得分最低的 20 个项目（共 30 个）"


def test_chart_without_anything_to_show_is_left_out(tmp_path: Path) -> None:
    book = summary(tmp_path, published()[4], refused())

    assert charts(book["概览"]) == []


def test_projects(tmp_path: Path) -> None:
    sheet = summary(tmp_path, *published())["项目"]

    assert rows(sheet, 3)[0] == [
        "单位", "项目", "年度", "表", "申请金额\n（万元）", "全年预算\n（万元）",
        "全年执行\n（万元）", "执行率", "总分", "等级", "错误", "警告", "提示", "扣分", "扣分原因",
        "文件", "工作表", "备注", "办理情况",
    ]  # fmt: skip
    assert [row[:10] + row[10:14] for row in rows(sheet, 4)[:3]] == [
        [UNIT, "业务受理工作经费", "2024", "自评表", None, 16.54, 16.19,
         pytest.approx(16.19 / 16.54), 98.79, "优", 0, 0, 0, 1.21],
        [UNIT, "业务受理工作经费", "2025", "申报表", 14.4208, None, None, None, None, None,
         0, 0, 0, None],
        [UNIT, "政府聘用辅助人员经费", "2025", "申报表", 343.2, None, None, None, None, None,
         0, 0, 0, None],
    ]  # fmt: skip
    reason = sheet["O4"].value
    assert reason.startswith("预算执行扣 0.21 分\n「行政许可事项咨询回复率」扣 1 分：原因分析：")
    assert (sheet["Q4"].hyperlink.target, sheet["Q4"].hyperlink.location) == (
        "2024_业务受理工作经费.xlsx",
        "'自评表'!A1",
    )


def test_sums_are_those_of_the_rows(tmp_path: Path) -> None:
    book = summary(tmp_path, *published(), form(), form(name="again.xlsx"))

    listed = rows(book["项目"], 4)
    *forms, total = listed
    assert total[0] == "合计"
    for column in (4, 5, 6, 10, 11, 12, 13):
        summed = sum(row[column] or 0 for row in forms if row[17] is None)
        assert total[column] == pytest.approx(summed)
    assert [row[15] for row in forms if row[17] is not None] == ["again.xlsx"]
    units = rows(book["按单位"], 4)
    for column in (1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16):
        assert units[-1][column] == pytest.approx(sum(row[column] or 0 for row in units[:-1]))
    assert book["项目"].auto_filter.ref == "A3:S14"


def test_a_number_too_long_for_its_column_is_shown_smaller(tmp_path: Path) -> None:
    """Excel would show ### instead."""
    book = summary(tmp_path, *published(), form())

    figures = [
        cell
        for name in ("项目", "按单位", "薄弱指标")
        for row in book[name].iter_rows(min_row=4)
        for cell in row
        if isinstance(cell.value, int | float)
    ]
    assert len(figures) > 100
    assert all(cell.alignment.shrink_to_fit for cell in figures)


def test_units(tmp_path: Path) -> None:
    other = form(f"{HEADS}| 实施单位 | 第三中心 |\n| 项目名称 | 乙 |\n| 总分 | 79.90 |", "b.xlsx")

    sheet = summary(tmp_path, form(), other)["按单位"]

    assert rows(sheet, 4) == [
        ["某某中心", 1, 50, 49.5, 0.99, 99.9, 1, 0, 0, 0, 0, 0.1, 0, None, 0, 0, 0],
        ["第三中心", 1, 50, 49.5, 0.99, 79.9, 0, 0, 1, 0, 0, 0.1, 0, None, 0, 0, 0],
        ["合计", 2, 100, 99, 0.99, 89.9, 1, 0, 1, 0, 0, 0.2, 0, None, 0, 0, 0],
    ]


def test_weak_indicators(tmp_path: Path) -> None:
    sheet = summary(tmp_path, *published())["薄弱指标"]

    assert sheet["A1"].value == ("共 6 项指标扣了分，扣分多的在前；同样多的，得分率低的在前。")
    first = rows(sheet, 4)[0]
    assert first[:12] == [
        4, 0.6, UNIT, "新闻宣传专项经费", "2024", "社会效益指标", "H5应用预约功能使用率",
        "≥80.00(%)", "57.14(%)", 10, 6, 7.14,
    ]  # fmt: skip
    assert first[12].startswith("H5应用（后升级微信小程序）")
    link = sheet["N4"].hyperlink
    assert (first[13], link.target, link.location) == (
        "G18",
        "2024_新闻宣传专项经费.xlsx",
        "'自评表'!G18",
    )


def test_what_was_not_counted_is_listed(tmp_path: Path) -> None:
    unread = form(f"{HEADS}| 项目名称 | 乙 |\n| 总分 | 约95 |", "b.xlsx")

    book = summary(tmp_path, form(), form(name="again.xlsx"), unread, refused(), crashed())

    assert rows(book["未计入"], 3) == [
        ["未能核查", "加密.xlsx", None, None, None, None,
         "文件加了密码，打不开。请去掉打开密码后再报送。"],
        ["未能核查", "崩溃.xlsx", None, None, None, None,
         "程序故障（与填报单位无关）：请把此文件发给维护人。"],
        ["重复", "again.xlsx", "自评表", None, "某某中心", "业务培训经费",
         f"同一项目报了几份，计的是 {tmp_path}/a.xlsx（各份内容相同），这一份没有计入。"
         "请确认以哪一份为准。"],
        ["未能汇总", "b.xlsx", "自评表", None, "某某中心", "乙",
         "G18「总分」填的是“约95”，读不成数。请只填数字。"],
    ]  # fmt: skip
    assert book["概览"]["A2"].value.startswith("下一步：照「公开前请核对」的 ")
    assert book["概览"]["K6"].value == 4
    assert "另有 4 处没有计入或要确认，见「未计入」。" in book["概览"]["A1"].value


def test_nothing_at_all(tmp_path: Path) -> None:
    book = summary(tmp_path)

    assert [book[name]["A1"].value for name in SHEETS[1:]] == [
        "共 0 份表：自评 0 份，申报 0 份（不含重复的）。点「工作表」打开原表。",
        "共 0 个单位。",
        "没有扣分的指标。",
        "以下文字供部门决算公开使用，公开前请核对。",
        "全部文件和表都已计入汇总。",
        "「概览」各图所用的数。",
    ]


def test_every_cell_is_text_or_number(tmp_path: Path) -> None:
    heads = f"{HEADS}| 项目名称 | =HYPERLINK(A1) |\n| 实施单位 | @cmd |\n"
    row = "| 产出指标 | 数量指标 | =1+1 | ≥10(场) | 8(场) | 20 | 16 | =cmd |\n"
    rule = rule_that_says("请核实。")

    book = summary(
        tmp_path,
        result("=1+1.xlsx", checked(read_texts(texts_of(f"{INDICATORS}{row}\n{heads}")), (rule,))),
        *everything(),
    )

    kinds = {cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line}
    assert kinds == {"s", "n"}
    assert "=HYPERLINK(A1)" in [row[1] for row in rows(book["项目"], 4)]
    assert "=1+1" in [row[6] for row in rows(book["薄弱指标"], 4)]
    assert "=1+1.xlsx" in [row[15] for row in rows(book["项目"], 4)]


def test_same_records_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        written = Summary(tmp_path / name)
        for one in everything():
            written.add(recorded(one))
        written.write()

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "汇总.xlsx"
    place.write_bytes(b"before")

    def full(self: Any, row: int, last: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(drawn_sheet.DrawnSheet, "heads", full)
    with pytest.raises(OSError, match="no space left"):
        Summary(place).write()

    assert place.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["汇总.xlsx"]


@pytest.fixture(scope="module")
def of_everything(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return summary(tmp_path_factory.mktemp("汇总"), *everything())


@pytest.mark.parametrize("name", SHEETS[1:])
def test_every_list_scrolls_filters_and_prints(of_everything: Any, name: str) -> None:
    sheet = of_everything[name]

    head = 3 if name in ("项目", "按单位", "薄弱指标", "公开文字") else 2
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.freeze_panes == f"A{head + 1}"
    assert sheet.auto_filter.ref.startswith(f"A{head}:")
    assert sheet.oddHeader.center.text == "绩效汇总"


def test_first_sheet_prints_on_one_page(tmp_path: Path) -> None:
    sheet = summary(tmp_path, form())["概览"]

    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight or 1) == (1, 1)
    assert sheet.freeze_panes == "A2"


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_prints_with_its_charts(tmp_path: Path) -> None:
    summary(tmp_path, *published())

    convert(tmp_path, "pdf", [tmp_path / "汇总.xlsx"])
    printed = output("pdftotext", "-layout", str(tmp_path / "汇总.pdf"), "-")

    first = printed.split("\f")[0]
    for words in ("各项目得分（从低到高）", "扣分集中在哪些指标（分）", "96.47", "97.88%", "7.78"):
        assert words in first
