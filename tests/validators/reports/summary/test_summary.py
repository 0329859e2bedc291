"""What a summary says: figures typed by hand from the published forms, and the exact paragraph."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cases import read_texts, texts_of
from tests.validators.results import (
    INDICATORS,
    checked,
    crashed,
    published,
    refused,
    result,
    rule_that_says,
    unexplained,
)
from tests.validators.summaries import summed
from validators.checking.check_file import Result
from validators.reports.summary.figures import EXECUTION, Loss, Sum
from validators.reports.summary.text import headline, paragraph, remarks, title
from validators.rule import Severity

HEADS = "| 栏目 | 填写 |\n|---|---|\n"
FUNDS = "| 项目资金 | 全年预算数 | 全年执行数 |\n|---|---|---|\n"


def form(tables: str = "", name: str = "a.xlsx") -> Result:
    """The standard form of the cases, changed by tables; named after its project."""
    return result(name, checked(read_texts(texts_of(tables))))


def project(name: str, more: str = "") -> Result:
    """The standard form for a project; `more` are further lines of its head."""
    return form(f"{HEADS}| 项目名称 | {name} |\n{more}", f"{name}.xlsx")


def told(*results: Result, stopped: str = "") -> list[str]:
    """What is to be seen to."""
    summary = summed(*results, stopped=stopped)
    return list(remarks(summary))


def test_figures_of_the_published_forms() -> None:
    sums = summed(*published()).all

    assert (sums.declarations, sums.declared) == (5, Sum(Decimal("498.654800"), 0, 5))
    assert (sums.evaluations, sums.scored, sums.average) == (4, 4, Decimal("97.47"))
    assert (sums.budget, sums.executed) == (
        Sum(Decimal("155.45"), 0, 4),
        Sum(Decimal("154.35"), 0, 4),
    )
    assert sums.execution_rate == Decimal("154.35") / Decimal("155.45")
    assert sums.ratings == (("优", 4), ("良", 0), ("中", 0), ("差", 0))
    assert (sums.evaluated_years, sums.declared_years) == ((2024,), (2025,))
    assert (sums.problems, sums.unrated, sums.deducted) == (0, 0, Decimal("10.12"))


def test_losses_of_the_published_forms() -> None:
    summary = summed(*published())

    assert summary.losses == (
        Loss("社会效益指标", Decimal("7.78"), Decimal("7.78") / Decimal("10.12")),
        Loss("数量指标", Decimal("1.00"), Decimal("8.78") / Decimal("10.12")),
        Loss("可持续影响指标", Decimal("1.00"), Decimal("9.78") / Decimal("10.12")),
        Loss(EXECUTION, Decimal("0.34"), Decimal(1)),
    )
    assert [(one.name, one.deducted) for one in summary.weak] == [
        ("H5应用预约功能使用率", Decimal("4.00")),
        ("缺陷消费品宣传覆盖人数", Decimal("2.50")),
        ("行政许可档案装订数量（计量与特种食品）", Decimal("1.00")),
        ("召回档案目录一致性", Decimal("1.00")),
        ("行政许可事项咨询回复率", Decimal("1.00")),
        ("行政许可改革方案落实率", Decimal("0.28")),
    ]


def test_paragraph_of_the_published_forms() -> None:
    sums = summed(*published()).all

    assert title(sums) == "2024年度绩效管理工作开展情况"
    assert paragraph(sums) == (
        "编报2025年度绩效目标的项目5个，涉及金额498.65万元。"
        "开展2024年度绩效自评的项目4个，涉及金额155.45万元，全年执行154.35万元，"
        "预算执行率99.29%；平均得分97.47分，"
        "评分等级为“优”4个、“良”0个、“中”0个、“差”0个。"
        "经核查，没有发现问题。"
    )


def test_paragraph_counts_problems() -> None:
    rules = [rule_that_says("请核实。", severity) for severity in Severity]
    one = result("a.xlsx", checked(read_texts(texts_of("")), rules))

    assert paragraph(summed(one).all).endswith("。经核查，发现问题2个，其中错误1个、警告1个。")


def test_paragraph_without_declarations() -> None:
    assert paragraph(summed(form()).all) == (
        "编报绩效目标的项目0个。"
        "开展2024年度绩效自评的项目1个，涉及金额50.00万元，全年执行49.50万元，"
        "预算执行率99.00%；平均得分99.90分，"
        "评分等级为“优”1个、“良”0个、“中”0个、“差”0个。"
        "经核查，没有发现问题。"
    )
    assert told(form()) == ["没有读到申报表。编报过绩效目标的，请补上项目个数和金额。"]


def test_paragraph_without_self_evaluations() -> None:
    declared = published()[4]

    assert title(summed(declared).all) == "2025年度绩效管理工作开展情况"
    assert paragraph(summed(declared).all) == (
        "编报2025年度绩效目标的项目1个，涉及金额14.42万元。"
        "开展绩效自评的项目0个。经核查，没有发现问题。"
    )
    assert told(declared) == ["没有读到自评表。开展过绩效自评的，请补上项目个数、金额和得分。"]


def test_paragraph_of_nothing() -> None:
    sums = summed(refused()).all

    assert title(sums) == "绩效管理工作开展情况"
    assert paragraph(sums) == "编报绩效目标的项目0个。开展绩效自评的项目0个。"


def test_what_cannot_be_summed_is_counted_apart() -> None:
    score = project("甲", "| 总分 | 约95 |\n| 评分等级 | 合格 |")
    budget = form(f"{HEADS}| 项目名称 | 乙 |\n\n{FUNDS}| 年度资金总额： | 约50 | 49.50 |")

    assert paragraph(summed(form(), score, budget).all) == (
        "编报绩效目标的项目0个。"
        "开展2024年度绩效自评的项目3个，涉及金额100.00万元（不含金额未能汇总的1个项目），"
        "全年执行148.50万元，预算执行率99.00%；平均得分99.90分（按有总分的2个项目计算），"
        "评分等级为“优”2个、“良”0个、“中”0个、“差”0个，另有1个没有等级。"
        "经核查，没有发现问题。"
    )
    assert told(form(), score, budget)[0] == "有 2 份表的总分或金额未能汇总，见「未计入」。"


def test_nothing_that_could_be_summed() -> None:
    one = form(f"{HEADS}| 总分 | 约95 |\n\n{FUNDS}| 年度资金总额： | 约50 | 约49 |")

    assert paragraph(summed(one).all).startswith(
        "编报绩效目标的项目0个。"
        "开展2024年度绩效自评的项目1个，涉及金额未能汇总，全年执行未能汇总；"
        "没有可用的总分，未计算平均得分，评分等级为"
    )


def test_words_of_other_policies() -> None:
    texts = texts_of(f"{HEADS}| 评分等级 | 合格 |")
    passed = result("a.xlsx", checked(read_texts(texts), policy="shanghai-final-account"))

    assert summed(passed).all.ratings == (("合格", 1),)
    assert dict(summed(passed, project("乙")).all.ratings) == {
        "优": 1, "良": 0, "中": 0, "差": 0, "合格": 1,
    }  # fmt: skip


def test_project_handed_in_twice_is_counted_once_and_told() -> None:
    again = replace(form(), path=Path("b/a.xlsx"))

    summary = summed(form(), again)

    assert (summary.all.evaluations, summary.all.budget.amount) == (1, Decimal("50.00"))
    assert told(form(), again)[0] == (
        "有 1 份表与另一份单位、项目、年度相同，只计其中一份，见「未计入」。请确认以哪一份为准。"
    )


def test_losses_of_a_project_handed_in_twice_are_counted_once() -> None:
    row = f"{INDICATORS}| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 16 | |\n"

    summary = summed(form(row), form(row, "again.xlsx"))

    assert [(one.file, one.deducted) for one in summary.weak] == [("a.xlsx", Decimal(4))]
    assert [(loss.kind, loss.points) for loss in summary.losses] == [
        ("数量指标", Decimal(4)),
        (EXECUTION, Decimal("0.10")),
    ]


def test_everything_to_be_seen_to_before_it_is_published() -> None:
    rule = rule_that_says("请核实。")
    rule.RULE = replace(rule.RULE, code="B208")
    unit = result(
        "b.xlsx",
        checked(
            read_texts(texts_of(f"{HEADS}| 项目名称 | 乙 |\n| 年度 | 2023 |")),
            (rule,),
        ),
    )
    added = project("丙", "| 总分 | （空） |")

    assert told(unexplained(), refused(), crashed(), added, unit, stopped="核查中途停止。") == [
        "核查中途停止。以上只是已核查部分的数。",
        "有 2 份文件未能核查，没有计入，见「未计入」。",
        "有 1 份自评表没有填总分，按各项得分之和计。",
        "有 1 份表需退回修改，改后请重新汇总。",
        "有 1 个项目的金额单位可疑（规则 B208），请先核实：乙。",
        "自评表有2023、2024年度的，请确认是否应当分开汇总。",
        "没有读到申报表。编报过绩效目标的，请补上项目个数和金额。",
    ]


def test_headline() -> None:
    sums = summed(*published()).all

    assert headline(sums, 0) == (
        "自评项目 4 个，平均 97.47 分，预算执行率 99.29%；编报绩效目标的项目 5 个；"
        "核查发现错误 0 处，警告 0 处。"
    )
    assert headline(summed(refused()).all, 1, "核查中途停止，还有 3 份没有核查。") == (
        "自评项目 0 个；编报绩效目标的项目 0 个；核查发现错误 0 处，警告 0 处。"
        "另有 1 处没有计入或要确认，见「未计入」。核查中途停止，还有 3 份没有核查。"
    )


def test_units_are_summed_apart_however_their_names_are_spaced() -> None:
    other = project("乙", "| 实施单位 | 某某 中心 |")
    third = project("丙", "| 实施单位 | 第三中心 |")
    blank = project("丁", "| 实施单位 | （空） |")

    units = summed(form(), other, third, blank).units

    assert [(name, own.evaluations, own.budget.amount) for name, own in units] == [
        ("某某中心", 2, Decimal("100.00")),
        ("第三中心", 1, Decimal("50.00")),
        ("（未填实施单位）", 1, Decimal("50.00")),
    ]


def test_reasons_are_the_forms_own_words_shortened() -> None:
    note = "因" + "场地维修，" * 20
    rows = f"| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 16 | {note} |\n"

    reasons = summed(form(INDICATORS + rows)).reasons

    assert reasons == {("a.xlsx", 1): "预算执行扣 0.1 分\n「培训场次」扣 4 分：" + note[:60] + "……"}


@pytest.mark.parametrize("count", [5, 6])
def test_reasons_name_no_more_than_five_indicators(count: int) -> None:
    names = ("一", "二", "三", "四", "五", "六")[:count]
    rows = "".join(
        f"| 产出指标 | 数量指标 | {name} | ≥10(场) | 8(场) | 5 | 4 | |\n" for name in names
    )

    (reasons,) = summed(form(INDICATORS + rows)).reasons.values()

    lines = reasons.splitlines()
    assert lines[1] == "「一」扣 1 分：没有写原因"
    assert lines[6:] == ["另有 1 项，见「薄弱指标」"] * (count - 5)
