"""The kinds of forms: each once and whole, and the kinds that are known by their title alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from openpyxl import Workbook

from macros.cli import main
from tests.workbooks.layouts import grid
from workbooks.files.refusal import Reason
from workbooks.form_kinds import (
    ALL_KINDS,
    KINDS,
    ByKind,
    FormKind,
    KindName,
    OtherKind,
    kind_named,
    kind_of,
    named,
)
from workbooks.forms import Form
from workbooks.reading.from_texts import published_forms
from workbooks.reading.read_form import Reading, SheetRefusal, read_grid


def test_each_kind_has_its_class_its_name_and_its_record() -> None:
    names = get_args(KindName)

    assert names == tuple(KINDS) == tuple(ByKind.__annotations__)
    assert names == tuple(kind.name for kind in ALL_KINDS)
    assert get_args(Form) == tuple(kind.form for kind in ALL_KINDS)
    assert names == tuple(form.__name__ for form in get_args(Form))
    assert [named(name) for name in names] == list(ALL_KINDS)


def test_a_form_is_of_the_kind_that_its_title_names() -> None:
    kinds = [kind_of(form) for form in published_forms()]

    assert [kind.word for kind in kinds] == ["自评表"] * 4 + ["申报表"] * 5
    assert [kind_named(form.title.text) for form in published_forms()] == kinds


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("财政项目支出绩效自评表", "自评表"),
        ("2022年度县级专项资金绩效目标自评表", "自评表"),
        ("转移支付区域（项目）绩效自评表", "自评表"),
        ("2020年度古城整体改造项目自评表", "自评表"),
        ("2024年度校园视频监控项目支出绩效自评表", "自评表"),
        ("项目支出绩效目标申报表", "申报表"),
        ("校园视频监控设备采购项目绩效目标表", "申报表"),
        ("2024年度部门整体支出绩效自评表", "部门整体支出绩效自评表"),
        ("部门整体绩效自评表", "部门整体支出绩效自评表"),
        ("部门整体支出绩效评价自评表（2023年度）", "部门整体支出绩效自评表"),
        ("部门整体支出绩效目标申报表", "部门整体支出绩效目标申报表"),
        ("部门整体目标填报表", "部门整体支出绩效目标申报表"),
        ("项目支出绩效目标执行监控表", "监控表"),
        ("绩效运行\n监控 表", "监控表"),
        ("2025年绩效目标运行监控情况表", "监控表"),
        ("2024年1-7月项目支出绩效监控情况分析表", "监控表"),
        ("部门整体支出绩效运行监控表", "部门整体支出绩效运行监控表"),
        ("绩效运行监控情况汇总表", "绩效运行监控汇总表"),
        ("某项目支出绩效自评复核表", "绩效自评复核表"),
        ("新增项目事前绩效评估表", "事前绩效评估表"),
        ("项目支出绩效目标审核表", "绩效目标审核表"),
        ("2025年部门预算绩效目标批复表", "绩效目标批复表"),
        ("分行业绩效指标库", "绩效指标库"),
        ("请填写自评表后报送财务科", None),
        ("绩效运行监控表填报说明", None),
        ("办公用品领用登记表", None),
        ("项目" * 30 + "自评表", None),
    ],
)
def test_a_title_names_one_kind(title: str, word: str | None) -> None:
    kind = kind_named(title)

    assert (kind and kind.word) == word
    judged = [one.word for one in ALL_KINDS]
    assert isinstance(kind, FormKind if word in judged else OtherKind | None)


_BODY = """
| 项目名称 | 培训经费 | > | > | > |
| 主管部门 | 某部 | 实施单位 | 某校 | > |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 全年预计完成情况 |
| 产出指标 | 数量指标 | 培训场次 | ≥10场 | 10场 |
| 产出指标 | 成本指标 | 培训成本 | ≤190万元 | 一般 |
"""
_EVALUATION = """
| 项目名称 | 培训经费 | > | > | > | > | > | > |
| 主管部门 | 某部 | 实施单位 | 某校 | > | > | > | > |
| 项目资金 |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
|  | 年度资金总额 | 10 | 10 | 10 | 10 | 100% | 10 |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
| 产出指标 | 数量指标 | 培训场次 | ≥10场 | 10场 | 90 | 90 |  |
| 总分 | > | > | > | > | 100 | 100 |  |
"""


def refusals(text: str) -> list[tuple[Reason, str]]:
    found = list(read_grid(grid(text)))
    assert all(isinstance(one, SheetRefusal) for one in found), found
    return [(one.refusal.reason, one.refusal.message) for one in found]


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("部门整体支出绩效运行监控表", "部门整体支出绩效运行监控表"),
        ("事前绩效评估表", "事前绩效评估表"),
        ("项目支出绩效目标审核表", "绩效目标审核表"),
        ("绩效目标批复表", "绩效目标批复表"),
        ("培训经费项目支出绩效自评复核表", "绩效自评复核表"),
    ],
)
@pytest.mark.parametrize("body", [_BODY, _EVALUATION, ""], ids=["declared", "scored", "alone"])
@pytest.mark.parametrize("above", ["", "| 附件2 |\n"], ids=["first", "second"])
def test_a_kind_not_yet_handled_stops_at_the_door_under_its_own_name(
    title: str, word: str, body: str, above: str
) -> None:
    ((reason, message),) = refusals(f"{above}| {title} |\n{body}")

    called = "" if title == word else f"（标题是「{title}」）"
    assert reason is Reason.OTHER_KIND
    assert message == f"是{word}{called}，这种表还不能核查。请人工审核，本次核查不包括它。"


def test_a_form_that_speaks_of_such_a_paper_is_read() -> None:
    text = _EVALUATION.replace("培训场次", "完成绩效运行监控表")

    (found,) = read_grid(grid(f"| 财政项目支出绩效自评表 |\n{text}"))
    (untitled,) = read_grid(grid(text))

    assert isinstance(found, Reading)
    assert isinstance(untitled, Reading)
    assert kind_of(found.form).word == kind_of(untitled.form).word == "自评表"


@pytest.mark.parametrize("title", ["项目支出绩效目标执行监控表", "2025年绩效目标运行监控情况表"])
@pytest.mark.parametrize("body", [_BODY, _EVALUATION], ids=["declared", "scored"])
def test_a_monitoring_report_is_read_as_one_whatever_its_columns_look_like(
    title: str, body: str
) -> None:
    (found,) = read_grid(grid(f"| {title} |\n{body}"))

    assert isinstance(found, Reading)
    assert kind_of(found.form).name == "MonitoringReport"


def test_a_monitoring_report_as_evidence_in_a_table_without_title_changes_nothing() -> None:
    text = _EVALUATION.replace("10场 | 90 | 90 |  |", "10场 | 90 | 90 | 绩效运行监控表 |")

    (found,) = read_grid(grid(text))

    assert isinstance(found, Reading)
    assert kind_of(found.form).word == "自评表"


def test_a_table_of_contents_is_no_form() -> None:
    assert refusals("| 目录 |\n| 1 | 绩效运行监控表 |\n| 2 | 事前绩效评估表 |") == []


def test_beside_a_form_on_the_same_sheet_each_is_told() -> None:
    text = f"| 财政项目支出绩效自评表 |\n{_EVALUATION}|\n| 事前绩效评估表 |\n{_BODY}"

    found = list(read_grid(grid(text)))

    assert [type(one) for one in found] == [Reading, SheetRefusal]


def test_a_file_of_such_a_kind_is_told_and_never_clean(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Workbook()
    for row in grid_rows(f"| 事前绩效评估表 |\n{_BODY}"):
        book.active.append(row)
    book.save(tmp_path / "事前.xlsx")

    status = main(["check", str(tmp_path)])

    told = capsys.readouterr().out
    assert status == 2
    assert "工作表「Sheet」是事前绩效评估表，这种表还不能核查。" in told
    assert "未发现问题" not in told
    assert not {"自评表", "申报表"} & set(re.findall("自评表|申报表", told))


def grid_rows(text: str) -> list[list[object]]:
    values = grid(text).values
    return [[values.get((row, column)) for column in range(1, 9)] for row in range(1, 9)]
