"""Checked forms as tables: the published figures, typed by hand, and what no form should hide."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.cases import read_texts, texts_of
from tests.validators import reviewer
from tests.validators.results import (
    INDICATORS,
    broken,
    checked,
    crashed,
    published,
    refused,
    result,
    unexplained,
)
from tests.validators.reviews import CODES, acceptance
from tests.workbooks.layouts import forms
from validators import frames
from validators.checking.check_file import CheckedForm, Choice, Result, check_grid
from validators.frames.rows import SAID
from validators.records.identity import execution_key, form_key, row_key
from validators.records.record import recorded
from validators.review.applied import Reviewing
from validators.review.review import Review, Verdict
from workbooks.files.refusal import Reason, Refusal
from xlfuncs.policy import PolicyError

SAMPLES = Path(__file__).parents[3] / "workbooks" / "samples"
HEADS = "| 栏目 | 填写 |\n|---|---|\n"
FUNDS = "| 项目资金 | 全年预算数 | 全年执行数 |\n|---|---|---|\n"
UNIT = "上海市市场监督管理局行政服务中心"


def gathered(*results: Result) -> frames.Frames:
    return frames.gather(map(recorded, results))


def form(tables: str = "", name: str = "a.xlsx") -> Result:
    """The standard form of the cases, changed by tables."""
    return result(name, checked(read_texts(texts_of(tables))))


def layout(name: str) -> Result:
    """A local layout's specimen."""
    grid = next(grid for found, grid in forms() if found == name)
    form = next(one for one in check_grid(grid, Choice(())) if isinstance(one, CheckedForm))
    return Result(Path(name), (form,))


def told(table: pd.DataFrame, columns: Collection[str]) -> list[tuple[Any, ...]]:
    """Some columns, None where there is nothing."""
    some = table[list(columns)].astype(object)
    return list(some.where(some.notna(), None).itertuples(index=False, name=None))


def test_published_self_evaluations() -> None:
    projects = gathered(*published()[:4]).projects

    columns = (
        "project", "fiscal_year", "form", "edition", "department", "unit", "money_unit",
        "annual_budget_wan_yuan", "executed_wan_yuan", "total_reported", "total_computed",
        "score", "rating", "deducted", "execution_deducted", "declared_wan_yuan",
    )  # fmt: skip
    head = (
        2024,
        "SelfEvaluation",
        "shanghai-self-evaluation",
        "上海市市场监督管理局",
        UNIT,
        "万元",
    )

    def figures(*texts: str) -> tuple[Any, ...]:
        budget, executed, total, computed, deducted, execution = map(Decimal, texts)
        return (*head, budget, executed, total, computed, total, "优", deducted, execution, None)

    assert told(projects, columns) == [
        ("新闻宣传专项经费", *figures("22.00", "22.00", "96.00", "97.14", "4.00", "0")),
        ("行政许可管理经费", *figures("61.19", "60.58", "98.62", "98.77", "1.38", "0.10")),
        ("业务受理工作经费", *figures("16.54", "16.19", "98.79", "99.63", "1.21", "0.21")),
        ("质量发展专项经费", *figures("55.72", "55.58", "96.47", "97.62", "3.53", "0.03")),
    ]


def test_published_declarations_in_wan_yuan() -> None:
    projects = gathered(*published()[4:]).projects

    columns = ("project", "fiscal_year", "money_unit", "declared_wan_yuan", "score", "rating")
    assert told(projects, columns) == [
        ("业务受理工作经费", 2025, "元", Decimal("14.4208"), None, None),
        ("新闻宣传专项经费", 2025, "元", Decimal("24.288"), None, None),
        ("质量发展专项经费", 2025, "元", Decimal("55.72"), None, None),
        ("行政许可管理经费", 2025, "元", Decimal("61.026"), None, None),
        ("政府聘用辅助人员经费", 2025, "元", Decimal("343.2"), None, None),
    ]


def test_published_indicators() -> None:
    indicators = gathered(*published()).indicators

    counts = indicators.groupby("file", sort=False).size()
    assert list(counts) == [8, 17, 11, 16, 13, 9, 18, 18, 10]
    lost = indicators[indicators["deducted"].map(bool)]
    columns = ("subcategory", "name", "target", "actual", "points", "score", "computed", "deducted")
    assert told(lost, columns)[:2] == [
        (
            "社会效益指标",
            "H5应用预约功能使用率",
            "≥80.00(%)",
            "57.14(%)",
            *map(Decimal, ("10.00", "6.00", "7.14", "4.00")),
        ),
        (
            "数量指标",
            "行政许可档案装订数量（计量与特种食品）",
            "≥1500.00(册)",
            "1244.00(册)",
            *map(Decimal, ("5.00", "4.00", "4.15", "1.00")),
        ),
    ]
    assert [(row[1], row[-1]) for row in told(lost, columns)[2:]] == [
        ("行政许可改革方案落实率", Decimal("0.28")),
        ("行政许可事项咨询回复率", Decimal("1.00")),
        ("缺陷消费品宣传覆盖人数", Decimal("2.50")),
        ("召回档案目录一致性", Decimal("1.00")),
    ]


def test_one_finding() -> None:
    findings = gathered(unexplained()).findings

    assert told(findings, ("file", "number", "sheet", "cell", "project", "rule", "severity")) == [
        ("退回/扣分未说明.xlsx", 1, "自评表", "H18", "新闻宣传专项经费", "N601", "error")
    ]


def test_what_a_reviewer_said_stands_beside_it() -> None:
    one = unexplained()
    record = recorded(one)
    form = record.data.forms[0]
    said = [
        Verdict(form_key(form), key, "", "", "", "", "", *told)
        for key, *told in (
            (row_key(form, 5), Decimal("5.5"), "偏高", "50%", "02 完成值与佐证材料不符"),
            (execution_key(form), None, "属实"),
        )
    ]
    reviewing = Reviewing(Review(tuple(said), (acceptance(record),)), CODES)

    plain, found = gathered(one), frames.gather([reviewing.applied(record)])

    totals = ("total_summed", "total_reviewed", "score", "errors", "accepted")
    execution = ("execution_points", "execution_score", "execution_verdict", "execution_opinion")
    assert told(plain.projects, totals) == [(Decimal("96.00"),) * 3 + (1, 0)]
    assert told(found.projects, totals) == [
        (Decimal("96.00"), Decimal("95.50"), Decimal("96.00"), 0, 1)
    ]
    assert told(found.projects, execution) == [(Decimal("10.00"), Decimal("10.00"), None, "属实")]
    verdicts = told(found.indicators, ("score", *SAID))
    assert verdicts[5] == (
        Decimal("6.00"), Decimal("5.5"), "偏高", "50%", "02 完成值与佐证材料不符", Decimal("0.05"),
    )  # fmt: skip
    assert {row[1:] for at, row in enumerate(verdicts) if at != 5} == {(None,) * 5}
    assert [list(table.findings["accepted"]) for table in (plain, found)] == [[False], [True]]
    assert dict(plain.indicators.dtypes) == dict(found.indicators.dtypes)


def test_files_are_read_with_a_review(tmp_path: Path) -> None:
    folder, review = tmp_path / "表", tmp_path / "复核表.xlsx"
    reviewer.spoiled(folder, "删去原因", "改动总分")
    book = reviewer.review_of(folder, review)
    for row in reviewer.lines(book["问题核准"]):
        if row["级别"].value == "错误":
            reviewer.accept(row)
    book.save(review)

    read = frames.read(folder, review=review)
    (folder / "改动总分.xlsx").unlink()
    with pytest.warns(UserWarning, match="复核表有 1 处不再适用：\n  核准 R503：改动总分.xlsx"):
        frames.read(folder, review=review)

    errors = read.findings[read.findings["severity"] == "error"]
    assert list(errors["accepted"]) == [True, True]
    assert list(read.projects["errors"]) == [0, 0]
    with pytest.raises(ValueError, match="不是本工具生成的复核表"):
        frames.read(folder, review=folder / "删去原因.xlsx")


def test_what_is_not_there_is_no_empty_table(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"^找不到 .*没有。请确认路径是否正确。$"):
        frames.read(SAMPLES, tmp_path / "没有")
    with pytest.raises(PolicyError):
        frames.read(SAMPLES, policy="nowhere")


def test_refused_files_and_faults_are_told() -> None:
    found = gathered(refused(), crashed(), broken())

    assert told(found.refusals, ("file", "reason")) == [
        ("加密.xlsx", "encrypted"),
        ("崩溃.xlsx", "crashed"),
    ]
    assert told(found.projects, ("file", "faults")) == [("故障.xlsx", 1)]


def test_types_are_the_same_with_and_without_rows() -> None:
    full, empty = gathered(*published(), refused(), unexplained()), gathered()

    assert [len(table) for table in empty] == [0, 0, 0, 0]
    for one, other in zip(full, empty, strict=True):
        assert len(one) > 0
        assert dict(one.dtypes) == dict(other.dtypes)
    types = {name: str(full.projects[name].dtype) for name in ("unit", "fiscal_year", "errors")}
    assert types == {"unit": "string", "fiscal_year": "Int64", "errors": "int64"}
    assert full.projects["score"].dtype == object
    assert full.projects["duplicate"].dtype == bool


def test_yuan_and_wan_yuan_never_meet_unconverted() -> None:
    yuan = form(f"{HEADS}| 金额单位 | 元 |\n\n{FUNDS}| 年度资金总额： | 500000.00 | 495000.01 |")

    projects = gathered(form(), yuan).projects

    columns = ("money_unit", "annual_budget_wan_yuan", "executed_wan_yuan")
    assert told(projects, columns) == [
        ("万元", Decimal("50.00"), Decimal("49.50")),
        ("元", Decimal("50"), Decimal("49.500001")),
    ]


def test_the_same_project_twice_is_marked() -> None:
    other = form(f"{HEADS}| 实施单位 | 某某 中心 |", "b.xlsx")
    year = form(f"{HEADS}| 年度 | 2023 |", "c.xlsx")
    blank = form(f"{HEADS}| 项目名称 | （空） |", "d.xlsx")

    projects = gathered(form(), other, year, blank, replace(blank, path=Path("e.xlsx"))).projects

    assert list(projects["duplicate"]) == [False, True, False, False, False]


@pytest.mark.parametrize(
    ("tables", "score", "unsummed"),
    [
        ("| 总分 | 约95 |", None, "G18「总分」填的是“约95”，读不成数。请只填数字。"),
        ("| 总分 | （空） |", Decimal("99.90"), None),
    ],
)
def test_total_that_counts(tables: str, score: Decimal | None, unsummed: str | None) -> None:
    projects = gathered(form(HEADS + tables)).projects

    assert told(projects, ("score", "unsummed")) == [(score, unsummed)]


def test_score_that_is_missing_is_no_deduction() -> None:
    row = "| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 约16 | |"

    found = gathered(form(f"{INDICATORS}{row}\n"))

    assert list(found.indicators["deducted"])[:2] == [None, Decimal(0)]
    assert list(found.projects["deducted"]) == [Decimal("0.10")]


def test_parts_with_points_stand_among_the_indicators() -> None:
    found = gathered(layout("hubei/1"))

    lost = found.indicators[found.indicators["deducted"].notna()]
    assert told(lost, ("name", "subcategory", "points", "score", "deducted")) == [
        ("年度绩效目标1(40分)", None, Decimal(40), Decimal(40), Decimal(0)),
        ("年度绩效目标2(40分)", None, Decimal(40), Decimal(38), Decimal(2)),
    ]
    assert told(found.projects, ("score", "execution_deducted", "deducted")) == [
        (Decimal(97), Decimal(1), Decimal(3))
    ]


@pytest.mark.parametrize(("name", "total"), [("ningxia/1", "96.00"), ("anhui/1", "99.40")])
def test_what_is_no_part_of_the_total_is_missed_by_no_sum(name: str, total: str) -> None:
    """宁夏 scores no 预算执行 apart; in 安徽 the rows 指标2： and …… were left as they came."""
    projects = gathered(layout(name)).projects

    assert told(projects, ("total_summed", "total_reviewed")) == [(Decimal(total), Decimal(total))]


def test_layout_without_points_has_no_deductions() -> None:
    projects = gathered(layout("hunan/1")).projects

    assert told(projects, ("score", "deducted", "unsummed")) == [
        (None, None, "没有填总分，各项得分也不全，加不出总分。")
    ]


def test_names_that_are_no_text_and_signs_that_are_no_letters() -> None:
    paths = [Path("坏\udce9.xlsx"), Path("=1+1.xlsx")]

    found = gathered(*(Result(path, refusal=Refusal(Reason.DAMAGED, "坏。")) for path in paths))

    assert list(found.refusals["file"]) == ["坏?.xlsx", "=1+1.xlsx"]


def test_rows_are_the_records_again() -> None:
    found = gathered(*published(), refused())

    again = frames.framed(
        list(frames.rows(found.projects, frames.Project)),
        list(frames.rows(found.indicators, frames.IndicatorRow)),
        list(frames.rows(found.findings, frames.FindingRow)),
        list(frames.rows(found.refusals, frames.RefusalRow)),
    )

    for one, other in zip(found, again, strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_files_are_read_like_records() -> None:
    read = frames.read(SAMPLES)

    assert sorted(told(read.projects, ("form", "score", "declared_wan_yuan")), key=str) == sorted(
        told(gathered(*published()).projects, ("form", "score", "declared_wan_yuan")), key=str
    )
    assert len(read.findings) == 19
