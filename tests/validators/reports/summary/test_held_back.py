"""Amounts that cannot be true: kept out of the sums and told, so that nobody publishes them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.cases import read_texts, texts_of
from tests.validators.results import checked, result
from tests.validators.summaries import summed
from validators.checking.check_file import Result
from validators.reports.summary.summed import Summed
from validators.reports.summary.text import paragraph, percent

HEADS = "| 栏目 | 填写 |\n|---|---|\n"
FUNDS = "| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |\n|---|---|---|---|---|---|---|\n"  # noqa: E501


def form(name: str, budget: str = "50.00", executed: str = "49.50") -> Result:
    funds = f"{FUNDS}| 年度资金总额： | {budget} | {budget} | {executed} | 10.00 | 99.00 | 9.90 |\n"
    tables = f"{HEADS}| 项目名称 | {name} |\n\n{funds}"
    return result(f"{name}.xlsx", checked(read_texts(texts_of(tables))))


def rest(count: int = 5) -> list[Result]:
    return [form(f"项目{number}") for number in range(count)]


def told(summary: Summed) -> list[tuple[str, str]]:
    listed = summary.found.projects.dropna(subset=["unsummed"])
    return list(zip(listed["project"], listed["unsummed"], strict=True))


def test_an_execution_rate_that_cannot_be_is_kept_out_and_told() -> None:
    summary = summed(*rest(), form("以元填报", "50.00", "495000.00"))

    assert told(summary) == [
        (
            "以元填报",
            "E6「全年执行数」495000 万元是D6「全年预算数」50 万元的 9900.00 倍，执行率 990000.00% "
            "不合常理，两个金额都没有计入。请核实金额和单位（元、万元）。",
        )
    ]
    assert percent(summary.all.execution_rate or Decimal(0)) == "99.00%"
    assert "涉及金额250.00万元（不含金额未能汇总的1个项目）" in paragraph(summary.all)


@pytest.mark.parametrize(("executed", "held"), [("100.00", 0), ("100.01", 1)])
def test_where_a_rate_stops_being_one(executed: str, held: int) -> None:
    assert len(told(summed(form("甲", "50.00", executed)))) == held


def test_an_amount_in_yuan_among_others_in_wan_yuan() -> None:
    summary = summed(*rest(), form("以元填报", "500000.00", "495000.00"))

    assert told(summary) == [
        (
            "以元填报",
            "D6「全年预算数」500000 万元是同批各表中间值 50 万元的 10000.00 倍，"
            "除以一万正好相近，像是把元写成了万元，金额没有计入。请核实金额单位。",
        )
    ]
    assert summary.all.budget.amount == Decimal("250.00")


def test_an_amount_beyond_all_measure_is_kept_out_however_it_is_read() -> None:
    summary = summed(*rest(), form("多写了几个零", "90000000.00", "89100000.00"))

    assert told(summary) == [
        (
            "多写了几个零",
            "D6「全年预算数」90000000 万元是同批各表中间值 50 万元的 1800000.00 倍，"
            "金额没有计入。请核实金额单位。",
        )
    ]
    listed = summary.found.projects.dropna(subset=["unsummed_cell"])
    assert list(listed["unsummed_cell"]) == ["D6"]


@pytest.mark.parametrize(
    "results",
    [
        [*rest(), form("大项目", "5000.00", "4950.00")],
        [*rest(3), form("以元填报", "500000.00", "495000.00")],
    ],
    ids=["a large project", "too few to compare"],
)
def test_what_may_be_true_is_counted(results: list[Result]) -> None:
    assert told(summed(*results)) == []
