"""The report as a workbook, read back by openpyxl and printed by LibreOffice."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from tests.validators.results import (
    broken,
    crashed,
    everything,
    published,
    refused,
    rule_that_says,
    unexplained,
    unreadable,
    written,
)
from validators.checking.check_file import Result
from validators.records.record import recorded
from validators.reports.excel import report as excel
from validators.reports.workbook import drawn_sheet, linked_rows
from validators.reports.workbook.new_workbook import MOST_SIGNS, safe
from workbooks.files.refusal import Reason, Refusal

SHEETS = ["汇总", "合计", "问题清单", "未检查与读不成", "义务台账", "规则说明"]


def report(folder: Path, *results: Result) -> Any:
    """The report on files in `folder`, which itself lies in `folder`, read back."""
    placed = [replace(one, path=folder / one.path) for one in results]
    excel.write(map(recorded, placed), folder / "核查结果.xlsx")
    return openpyxl.load_workbook(folder / "核查结果.xlsx")


def rows(sheet: Any, first: int) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(min_row=first, values_only=True)]


def ours(sheet: Any, first: int) -> list[list[Any]]:
    """The same of a sheet that people fill in, without 办理情况 and the hidden key."""
    told = rows(sheet, first)
    assert sheet.cell(first, len(told[0]) - 1).value in ("办理情况", None)
    assert all(row[-2] is None and row[-1] for row in told if row[-1] != "键" and row[0])
    return [row[:-2] for row in told]


def links(sheet: Any) -> list[tuple[str, str | None, str | None]]:
    """Each linked cell, the file it leads to, and the place there."""
    return [
        (cell.coordinate, cell.hyperlink.target, cell.hyperlink.location)
        for line in sheet.iter_rows()
        for cell in line
        if cell.hyperlink
    ]


def test_overview(tmp_path: Path) -> None:
    sheet = report(tmp_path, published()[1], unexplained(), published()[4], refused())["汇总"]

    assert sheet["A1"].value == (
        "共 4 份：1 份需退回修改（有错误或读不成的单元格），2 份未发现问题，"
        "1 份未能核查（打不开或认不出）。"
    )
    assert sheet["A2"].value == (
        "下一步：退回 1 份，请单位改正；处理 1 份未能核查的。改好后再核查一次。"
    )
    assert sheet["A3"].value.startswith(f"文件夹：{tmp_path}。点「工作表」可打开原表")
    unit = "上海市市场监督管理局行政服务中心"
    assert ours(sheet, 4) == [
        [
            "处理",
            "文件",
            "工作表",
            "项目名称",
            "实施单位",
            "年度",
            "自评\n总分",
            "测算\n总分",
            "评级",
            "执行率",
            "错误",
            "警告",
            "提示",
            "读不成",
            "未检查",
            "说明",
        ],
        [
            "未发现问题",
            "2024_行政许可管理经费.xlsx",
            "自评表",
            "行政许可管理经费",
            unit,
            "2024",
            98.62,
            98.77,
            "优",
            pytest.approx(60.58 / 61.19),
            0,
            0,
            0,
            0,
            0,
            None,
        ],
        [
            "退回修改",
            str(Path("退回/扣分未说明.xlsx")),
            "自评表",
            "新闻宣传专项经费",
            unit,
            "2024",
            96.0,
            97.14,
            "优",
            1.0,
            1,
            0,
            0,
            0,
            0,
            None,
        ],
        [
            "未发现问题",
            "2025_业务受理工作经费.xlsx",
            "申报表",
            "业务受理工作经费",
            unit,
            "2025",
            "不评分",
            None,
            None,
            None,
            0,
            0,
            0,
            0,
            0,
            None,
        ],
        [
            "未能核查",
            "加密.xlsx",
            "打开文件",
            *([None] * 12),
            "文件加了密码，打不开。请去掉打开密码后再报送。",
        ],
    ]
    assert links(sheet) == [
        ("C5", "2024_行政许可管理经费.xlsx", "'自评表'!A1"),
        ("C6", "退回\\扣分未说明.xlsx", "'自评表'!A1"),
        ("C7", "2025_业务受理工作经费.xlsx", "'申报表'!A1"),
        ("C8", "加密.xlsx", None),
    ]


def test_problems(tmp_path: Path) -> None:
    sheet = report(tmp_path, unexplained(), unreadable(), refused(), crashed())["问题清单"]

    assert sheet["A1"].value == (
        "请逐条核对，先改「错误」。点「单元格」打开原表的该格，点「规则」看为什么和怎么改。"
        "另有 1 处读不成、2 份未能核查，见「未检查与读不成」。"
    )
    assert ours(sheet, 2) == [
        ["级别", "规则", "单元格", "文件", "工作表", "实施单位", "项目", "问题", "检查什么"],
        [
            "错误",
            "N601",
            "H18",
            str(Path("退回/扣分未说明.xlsx")),
            "自评表",
            "上海市市场监督管理局行政服务中心",
            "新闻宣传专项经费",
            "「H5应用预约功能使用率」得分 6 分，比分值 10 分少 4 分，"
            "「偏差原因分析及改进措施」为空。请填写扣分的原因和改进措施。",
            "扣了分，却没有填写偏差原因。",
        ],
    ]
    assert links(sheet) == [
        ("B3", None, "'规则说明'!A3"),
        ("C3", "退回\\扣分未说明.xlsx", "'自评表'!H18"),
    ]


def test_totals_by_unit_and_by_rule(tmp_path: Path) -> None:
    sheet = report(tmp_path, unexplained(), published()[1])["合计"]

    assert rows(sheet, 2) == [
        ["按", "名称", "份数", "错误\n（处）", "警告\n（处）", "已改\n（处）", "检查什么"],
        ["单位", "上海市市场监督管理局行政服务中心", 2, 1, 0, 0, None],
        ["规则", "N601", None, 1, None, None, "扣了分，却没有填写偏差原因。"],
        ["退回", "退回/扣分未说明.xlsx", None, None, None, None, None],
    ]


def test_what_could_not_be_read_stands_before_what_was_not_checked(tmp_path: Path) -> None:
    book = report(tmp_path, unreadable(), broken(), refused(), crashed())
    sheet = book["未检查与读不成"]

    assert sheet["A1"].value == (
        "先看「未能核查」和「读不成」：请单位改正后重新核查。"
        "「未检查」是规则没有（完全）用上，不等于没有问题；"
        "「不核查」的是图片、文本等。"
    )
    assert ours(sheet, 2) == [
        ["类别", "规则", "检查什么", "单元格", "文件", "工作表", "实施单位", "项目", "原因"],
        [
            "读不成",
            None,
            None,
            "G13",
            "约数.xlsx",
            "自评表",
            "某某中心",
            "业务培训经费",
            "G13「得分」填的是“约16”，读不成数。请只填数字。",
        ],
        [
            "未能核查",
            None,
            None,
            "打开文件",
            "加密.xlsx",
            None,
            None,
            None,
            "文件加了密码，打不开。请去掉打开密码后再报送。",
        ],
        [
            "未能核查",
            None,
            None,
            "打开文件",
            "崩溃.xlsx",
            None,
            None,
            None,
            "程序故障（与填报单位无关）：请把此文件发给维护人。",
        ],
        [
            "未检查",
            "N601",
            "扣了分，却没有填写偏差原因。",
            None,
            "约数.xlsx",
            "自评表",
            "某某中心",
            "业务培训经费",
            "G13「得分」读不成，有关内容未检查。",
        ],
        [
            "程序故障",
            "Z999",
            None,
            None,
            "故障.xlsx",
            None,
            None,
            None,
            "程序故障（与填报单位无关）：工作表「自评表」的规则 Z999 未能完成，"
            "请把此文件和本行发给维护人。"
            "〔ZeroDivisionError: division by zero〕",
        ],
        [
            "程序故障",
            None,
            None,
            None,
            "崩溃.xlsx",
            None,
            None,
            None,
            "程序故障的详情：〔KeyError: 'cell'〕",
        ],
    ]
    assert links(sheet) == [
        ("D3", "约数.xlsx", "'自评表'!G13"),
        ("D4", "加密.xlsx", None),
        ("D5", "崩溃.xlsx", None),
        ("B6", None, "'规则说明'!A3"),
    ]


def test_rules(tmp_path: Path) -> None:
    sheet = report(tmp_path, unexplained(), unreadable())["规则说明"]

    assert rows(sheet, 2) == [
        ["规则", "级别", "本次\n问题", "检查什么", "为什么", "怎么改", "依据", "名称"],
        [
            "N601",
            "错误",
            1,
            "扣了分，却没有填写偏差原因。",
            "扣分说明绩效目标没有完全实现。原因和改进措施是审核、整改和公开的依据，空着就要退回重填。",
            "在该指标的「偏差原因分析及改进措施」栏写明为什么没有完成、下一步怎么改进。",
            "自评表「偏差原因分析及改进措施」栏的填写要求；《项目支出绩效评价管理办法》"
            "（财预〔2020〕10号），条款待核。",
            "deduction-unexplained",
        ],
    ]


def test_a_rule_leads_back_to_its_first_finding(tmp_path: Path) -> None:
    rule = rule_that_says("「{text}」请核实。", text="甲")
    results = [written("a.xlsx", "", (rule,)), unexplained(), unexplained(), unreadable()]

    book = report(tmp_path, *results)

    problems = [(cell.row, cell.value) for cell in book["问题清单"]["B"][2:]]
    assert problems == [(3, "N601"), (4, "N601"), (5, "S106")]  # errors first
    assert [row[:3] for row in rows(book["规则说明"], 3)] == [
        ["N601", "错误", 2],
        ["S106", "警告", 1],
    ]
    assert links(book["规则说明"]) == [
        ("C3", None, "'问题清单'!A3"),
        ("C4", None, "'问题清单'!A5"),
    ]


def test_nothing_to_say_is_said(tmp_path: Path) -> None:
    book = report(tmp_path, published()[0])

    told = {name: book[name]["A1"].value for name in SHEETS}
    assert told.pop("义务台账").startswith("义务台账（")
    assert list(told.values()) == [
        "共 1 份：1 份未发现问题。",
        "各单位、各条规则的合计，要改的多的在前；「已改」是与上次核查相比，提示没有计入。"
        "最后是要退回修改的文件。",
        "没有发现问题。是否全部查过，见「未检查与读不成」。",
        "所选规则对全部文件都已检查，没有读不成的单元格。",
        "本次没有规则提出问题。全部规则可用 jixiao rules 查看。",
    ]


def test_no_results_at_all(tmp_path: Path) -> None:
    book = report(tmp_path)

    assert book["汇总"]["A1"].value.startswith("没有找到可核查的文件。")


def test_every_cell_is_text_or_number(tmp_path: Path) -> None:
    message = "「{text}」请核实。"
    row = "| 产出指标 | 数量指标 | =1+1 | ≥10(场) | 8(场) | 20 | 16 | |"
    heads = "| 栏目 | 填写 |\n|---|---|\n| 项目名称 | =HYPERLINK(A1) |\n| 实施单位 | @cmd |\n"
    rule = rule_that_says(message, text="=cmd|' /C calc'!A0")
    names = ["=1+1.xlsx", "+1.xlsx", "-1.xlsx", "@a.xlsx"]

    book = report(tmp_path, *(written(n, row, (rule,), heads) for n in names), *everything())

    kinds = {cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line}
    assert kinds == {"s", "n"}
    assert book.sheetnames == SHEETS
    assert [book["汇总"].cell(line, 2).value for line in range(5, 9)] == names
    assert [book["汇总"].cell(5, column).value for column in (4, 5)] == ["=HYPERLINK(A1)", "@cmd"]
    said = [cell.value for cell in book["问题清单"]["H"]]
    assert "「=cmd|' /C calc'!A0」请核实。" in said


def test_names_alone_never_become_formulas(tmp_path: Path) -> None:
    rule = rule_that_says("{text}", text="=1+1")

    book = report(tmp_path, written("a.xlsx", "", (rule,)))

    assert (book["问题清单"]["H3"].data_type, book["问题清单"]["H3"].value) == ("s", "=1+1")


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("=1+1.xlsx", "%3D1%2B1.xlsx"),
        ("a #1.xlsx", "a%20%231.xlsx"),
        ("50%.xlsx", "50%25.xlsx"),
        ("50%20.xlsx", "50%2520.xlsx"),
        ("it's.xlsx", "it's.xlsx"),
        ("a\nb.xlsx", "a%0Ab.xlsx"),
        ("a[1]{2}.xlsx", "a%5B1%5D%7B2%7D.xlsx"),
        ("甲/乙 丙.xlsx", "甲\\乙%20丙.xlsx"),
        ("../上一级.xlsx", "..\\上一级.xlsx"),
        ("http:x.xlsx", "http%3Ax.xlsx"),
        ("x", "x"),
    ],
)
def test_any_file_name_can_be_linked(tmp_path: Path, name: str, target: str) -> None:
    one = replace(unexplained(), path=Path(name))

    book = report(tmp_path, one)

    assert links(book["问题清单"])[1] == ("C3", target, "'自评表'!H18")


def test_sheet_names_are_quoted(tmp_path: Path) -> None:
    form = unexplained().forms[0]
    reading = replace(form.reading, form=replace(form.reading.form, sheet="it's #1!"))

    book = report(tmp_path, Result(Path("a.xlsx"), (replace(form, reading=reading),)))

    assert links(book["问题清单"])[1] == ("C3", "a.xlsx", "'it''s #1!'!H18")


def test_name_that_no_link_can_hold_is_plain_text_and_told(tmp_path: Path) -> None:
    paths = [Path("坏\udce9.xlsx"), Path("/".join(["长" * 80] * 30)) / "a.xlsx"]

    book = report(tmp_path, *(replace(refused(), path=path) for path in paths))

    assert links(book["未检查与读不成"]) == []
    assert book["未检查与读不成"]["A1"].value.endswith(
        "（有 2 处没有链接：链接太多，或文件名太长、有特殊字符。）"
    )
    assert book["汇总"]["B5"].value == "坏□.xlsx〔原文有不能显示的字符，以□代替〕"


def test_no_more_links_than_excel_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linked_rows, "MOST_LINKS", 2)

    sheet = report(tmp_path, *[unexplained()] * 3)["问题清单"]

    assert [link[0] for link in links(sheet)] == ["B3", "C3", "B4", "C4"]
    assert [sheet["B5"].value, sheet["C5"].value] == ["N601", "H18"]
    assert sheet["A1"].value.endswith("（有 2 处没有链接：链接太多，或文件名太长、有特殊字符。）")


def test_no_more_rows_than_excel_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn_sheet, "MOST_ROWS", 5)

    sheet = report(tmp_path, *[refused()] * 5)["未检查与读不成"]

    assert [row[0] for row in rows(sheet, 2)] == [
        "类别",
        "未能核查",
        "未能核查",
        "表格已满，后面还有 3 行没有列出",
    ]


def test_control_signs_and_long_texts_are_told() -> None:
    long = safe("字" * 40_000)

    assert safe("甲\x00乙\ud800丙\uffff") == "甲□乙□丙□〔原文有不能显示的字符，以□代替〕"
    assert safe("甲\r\n乙\t丙\r丁") == "甲\n乙\t丙\n丁"
    assert safe("字" * MOST_SIGNS) == "字" * MOST_SIGNS
    assert long == "字" * 32_667 + "……〔文字过长，后面略去 7333 字〕"
    assert len(safe("𠮷" * 40_000).encode("utf-16-le")) <= 2 * MOST_SIGNS


def test_texts_that_look_like_escapes_are_read_back_as_written(tmp_path: Path) -> None:
    rule = rule_that_says("{text}", text="_x0041_ &lt; <b> ]]>")

    report(tmp_path, written("a.xlsx", "", (rule,)))

    with ZipFile(tmp_path / "核查结果.xlsx") as package:
        strings = package.read("xl/worksheets/sheet3.xml").decode()
    assert "_x005F_x0041_ &amp;lt; &lt;b&gt; ]]&gt;" in strings


def test_overview_counts_what_was_not_looked_at(tmp_path: Path) -> None:
    sheet = report(tmp_path, unreadable(), broken())["汇总"]

    assert [row[10:] for row in ours(sheet, 5)] == [
        [0, 0, 0, 1, 1, None],
        [0, 0, 0, 0, 0, "规则 Z999 程序故障"],
    ]


def test_same_results_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        excel.write(map(recorded, everything()), tmp_path / name)

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    book: Any = openpyxl.load_workbook(tmp_path / "a.xlsx")
    properties = book.properties
    assert (properties.created, properties.modified) == (datetime(2024, 1, 1), datetime(2024, 1, 1))


def test_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "核查结果.xlsx"
    place.write_bytes(b"before")

    def full(self: Any, row: int, last: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(drawn_sheet.DrawnSheet, "heads", full)
    with pytest.raises(OSError, match="no space left"):
        excel.write([recorded(refused())], place)

    assert place.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["核查结果.xlsx"]


def test_never_written_over_a_submitted_file(tmp_path: Path) -> None:
    submitted = tmp_path / "自评表.xlsx"
    submitted.write_bytes(b"submitted")
    same = Path(os.path.relpath(submitted))

    with pytest.raises(ValueError, match="不能写到所核查的文件"):
        excel.write([recorded(replace(refused(), path=same))], submitted)

    assert submitted.read_bytes() == b"submitted"


def test_refused_sheet_stands_beside_its_forms(tmp_path: Path) -> None:
    refusal = Refusal(Reason.UNRECOGNISED, "工作表「附表」认不出版式。")

    sheet = report(tmp_path, replace(published()[0], refusal=refusal))["汇总"]

    assert sheet["A1"].value == "共 2 份：1 份未发现问题，1 份未能核查（打不开或认不出）。"
    assert [[row[0], row[15]] for row in rows(sheet, 5)] == [
        ["未发现问题", None],
        ["未能核查", "工作表「附表」认不出版式。"],
    ]


def test_files_without_a_common_folder_keep_their_paths(tmp_path: Path) -> None:
    paths = [Path("甲.xlsx"), tmp_path / "乙.xlsx"]
    excel.write([recorded(replace(refused(), path=path)) for path in paths], tmp_path / "r.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["汇总"]

    assert [row[1] for row in rows(sheet, 5)] == ["甲.xlsx", str(tmp_path / "乙.xlsx")]


@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_prints_on_a4_one_page_wide(tmp_path: Path, name: str) -> None:
    sheet = report(tmp_path, *everything())[name]

    head = 4 if name in ("汇总", "义务台账") else 2
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.freeze_panes == f"A{head + 1}"
    assert sheet.auto_filter.ref.startswith(f"A{head}:")


def test_severity_is_a_colour_a_sign_a_pattern_and_a_word(tmp_path: Path) -> None:
    book = report(tmp_path, unexplained(), written("a.xlsx", "", (rule_that_says("请核实。"),)))

    error, warning = book["问题清单"]["A3"], book["问题清单"]["A4"]
    assert (error.value, error.number_format) == ("错误", '"■ "@')
    assert (error.fill.fill_type, error.fill.fgColor.rgb) == ("solid", "FF9C0006")
    assert (warning.value, warning.number_format) == ("警告", '"▲ "@')
    assert (warning.fill.fill_type, warning.fill.bgColor.rgb) == ("lightUp", "FFFFF6DC")


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_prints_with_its_headings(tmp_path: Path) -> None:
    excel.write(map(recorded, everything()), tmp_path / "r.xlsx")

    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, str(tmp_path / "r.xlsx")], check=True, capture_output=True)
    printed = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "r.pdf"), "-"], check=True, capture_output=True
    ).stdout.decode()

    pages = printed.rstrip("\f\n").split("\f")
    headings = (
        ("处理", "执行率"),
        ("名称", "检查什么"),
        ("级别", "问题"),
        ("类别", "原因"),
        *[("应当核查什么", "由什么查")] * 3,
        ("怎么改",),
    )
    assert len(pages) == len(headings)
    for page, words in zip(pages, headings, strict=True):
        assert all(word in page for word in ("绩效核查结果", *words))
