"""The CSV, read back as a spreadsheet reads it: no formula, one row a line, every form in it."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from tests.validators.results import (
    broken,
    published,
    refused,
    rule_that_says,
    unexplained,
    unreadable,
    written,
)
from validators.checking.check_file import Result
from validators.engine import Obstacle
from validators.records.record import recorded
from validators.reports import csv_report
from validators.reports.csv_report import harmless

HEADS = [
    "类别", "规则", "单元格", "文件", "工作表", "实施单位", "项目名称", "年度", "说明",
    "原级别", "理由", "核准人", "日期", "不再适用的原因",
]  # fmt: skip
NO_REVIEW = [""] * 5


def report(folder: Path, *results: Result, stopped: str = "") -> list[list[str]]:
    """The rows of the report, read back, those below the headings as far as their 说明."""
    path = folder / "核查结果.csv"
    with csv_report.collecting(path) as told:
        for one in results:
            told.add(recorded(one))
        told.write(stopped)
    content = path.read_bytes().decode("utf-8-sig")
    assert content.count("\r\n") == content.count("\n")
    heads, *rows = list(csv.reader(StringIO(content, newline="")))
    assert [row[9:] for row in rows] == [NO_REVIEW] * len(rows)
    return [heads, *(row[:9] for row in rows)]


def test_one_row_for_all_that_is_said(tmp_path: Path) -> None:
    told = report(tmp_path, unexplained(), unreadable(), refused(), broken(), published()[4])

    unit = "上海市市场监督管理局行政服务中心"
    where = ["约数.xlsx", "自评表", "某某中心", "业务培训经费", "2024"]
    assert told == [
        HEADS,
        [
            "错误",
            "N601",
            "H18",
            str(Path("退回/扣分未说明.xlsx")),
            "自评表",
            unit,
            "新闻宣传专项经费",
            "2024",
            "「H5应用预约功能使用率」得分 6 分，比分值 10 分少 4 分，"
            "「偏差原因分析及改进措施」为空。请填写扣分的原因和改进措施。",
        ],
        ["读不成", "", "G13", *where, "G13「得分」填的是“约16”，读不成数。请只填数字。"],
        ["未检查", "N601", "", *where, "G13「得分」读不成，有关内容未检查。"],
        [
            "未能核查",
            "",
            "",
            "加密.xlsx",
            *([""] * 4),
            "文件加了密码，打不开。请去掉打开密码后再报送。",
        ],
        ["未查全", "", "", "故障.xlsx", *where[1:], "规则 Z999 程序故障"],
        [
            "程序故障",
            "Z999",
            "",
            "故障.xlsx",
            *([""] * 4),
            "程序故障（与填报单位无关）：工作表「自评表」的规则 Z999 未能完成，"
            "请把此文件和本行发给维护人。"
            "〔ZeroDivisionError: division by zero〕",
        ],
        [
            "未发现问题",
            "",
            "",
            "2025_业务受理工作经费.xlsx",
            "申报表",
            unit,
            "业务受理工作经费",
            "2025",
            "",
        ],
    ]


def test_a_clean_form_without_the_column_of_a_rule_is_told_with_both(tmp_path: Path) -> None:
    form = unreadable().forms[0]
    (skip,) = form.outcome.skips
    absent = replace(form.outcome, skips=(replace(skip, obstacle=Obstacle.ABSENT),))
    clean = replace(form, outcome=absent, reading=replace(form.reading, unreadable=()))

    told = report(tmp_path, Result(Path("a.xlsx"), (clean,)))

    assert [row[:2] for row in told[1:]] == [["未检查", "N601"], ["未发现问题", ""]]


def test_a_run_that_was_cut_off_is_told_in_the_last_row(tmp_path: Path) -> None:
    told = report(tmp_path, published()[4], stopped="核查中途停止，还有 3 份没有核查。")

    assert told[2] == ["没有核查完", *([""] * 7), "核查中途停止，还有 3 份没有核查。"]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-5.00", "'-5.00"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("\r=1", "'=1"),
        ("\n=1", "'=1"),
        ("\t甲", "'甲"),
        (" =1", "'=1"),
        ("＝1+1", "'＝1+1"),
        ("\x07=1", "?=1"),
        ('甲"乙', '甲"乙'),
        ("甲,乙\r\n丙", "甲,乙 丙"),
        ("坏\ud800\u202e", "坏??"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(text: str, cell: str) -> None:
    assert harmless(text) == cell


def test_submitted_texts_and_names_stay_in_their_cells(tmp_path: Path) -> None:
    message = "{text}"
    rule = rule_that_says(message, text='=HYPERLINK("http://a","b"),"\r\n=1,@x')
    heads = '| 栏目 | 填写 |\n|---|---|\n| 项目名称 | =cmd(1) |\n| 实施单位 | @","x |\n'

    told = report(tmp_path, written('-1",=1\n=2.xlsx', "", (rule,), heads))

    assert told[1:] == [
        [
            "警告",
            "S106",
            "C3",
            "'-1\",=1 =2.xlsx",
            "自评表",
            '\'@","x',
            "'=cmd(1)",
            "2024",
            '\'=HYPERLINK("http://a","b"),"=1,@x',
        ]
    ]


def test_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report(tmp_path, refused())
    before = (tmp_path / "核查结果.csv").read_bytes()

    def full(self: object, file: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("validators.reports.spooled.SpooledText.copy_to", full)
    with pytest.raises(OSError, match="no space left"):
        report(tmp_path, unexplained())

    assert [path.name for path in tmp_path.iterdir()] == ["核查结果.csv"]
    assert (tmp_path / "核查结果.csv").read_bytes() == before
