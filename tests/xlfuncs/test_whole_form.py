"""A whole form and its worth."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.cases import read_texts, texts_of
from tests.workbooks.layouts import forms
from workbooks.forms import SelfEvaluation
from workbooks.reading import cell_readers
from workbooks.reading.from_texts import published_forms
from workbooks.reading.read_form import Reading, read_grid
from xlfuncs.policy import load
from xlfuncs.whole_form import Worth, added, indicator_worth, score, total_gap

LOCAL = dict(forms())
HEADER = (
    "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n"
    "|---|---|---|---|---|---|---|\n"
)


def d(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def worth_of(text: str) -> Worth:
    form = read_texts(texts_of(text)).form
    assert isinstance(form, SelfEvaluation)
    return score(form, load("shanghai"))


def test_the_standard_form() -> None:
    worth = worth_of("")

    assert (worth.points, worth.summed, worth.computed) == (d("100"), d("99.9"), d("99.9"))
    assert (worth.total_gap, worth.rating, worth.computed_rating) == (0, "优", "优")
    assert worth.execution.rate == d("0.99")
    assert worth.execution.score == d("9.90")


def test_published_totals() -> None:
    worths = [
        score(form, load(form.edition.split("-")[0]))
        for form in published_forms()
        if isinstance(form, SelfEvaluation)
    ]

    assert [str(w.summed) for w in worths] == ["96.00", "98.62", "98.79", "96.47"]
    assert [w.total_gap for w in worths] == [0, 0, 0, 0]
    assert [w.rating for w in worths] == ["优"] * 4
    assert [str(w.computed) for w in worths] == ["97.14", "98.77", "99.63", "97.62"]


def test_an_annual_budget_of_zero_has_no_score() -> None:
    worth = worth_of("| 项目资金 | 全年预算数 |\n|---|---|\n| 年度资金总额 | 0.00 |")

    assert (worth.execution.rate, worth.execution.score) == (None, None)
    assert worth.computed is None
    assert worth.computed_rating is None
    assert worth.summed == d("99.90")


def test_an_unread_row_has_no_score_and_says_why() -> None:
    worth = worth_of(HEADER + "| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | | 20 | 20 |")

    assert worth.indicators[0].score is None
    assert worth.indicators[0].gap is None
    assert worth.indicators[0].explanation == "「实际完成值」没有可用的内容，无法测算"
    assert worth.computed is None


def test_a_missing_score_leaves_no_sum() -> None:
    worth = worth_of(HEADER + "| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 10(场) | 20 | |")

    assert (worth.summed, worth.total_gap) == (None, None)
    assert worth.indicators[0].score == d("20.00")


@pytest.mark.parametrize("left", ["| | | 指标5： | | | | |", "| | | …… | | | | |"])
def test_a_row_that_nobody_filled_in_is_no_part_of_the_sum(left: str) -> None:
    filled = HEADER + "| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | 8(场) | 20 | 16 |\n"

    worth = worth_of(filled + left)

    assert (worth.points, worth.summed, worth.computed) == (d("100.00"), d("95.90"), d("95.90"))


@pytest.mark.parametrize(
    ("name", "total", "sums"),
    [
        # 5+5+15+8+20+9+20+14; by 97 ÷ 98 × 10 = 9.90 and 89 ÷ 90 × 15 = 14.83, the others in full
        ("ningxia/1", "96", ("100.00", "96.00", "99.73")),
        ("shanxi/2", "92.90", ("94.00", "92.90", "93.40")),
        ("hubei/1", "97", (None, "97.00", None)),
        ("hunan/1", None, (None, None, None)),
    ],
)
def test_sums_of_local_forms(name: str, total: str | None, sums: tuple[str | None, ...]) -> None:
    (read,) = read_grid(LOCAL[name])
    assert isinstance(read, Reading)
    assert isinstance(read.form, SelfEvaluation)

    worth = score(read.form, load(read.edition.policy))

    assert read.form.total_score.value == d(total)
    assert (worth.points, worth.summed, worth.computed) == tuple(map(d, sums))


def test_a_missing_total_leaves_the_rating_to_the_sum() -> None:
    worth = worth_of("| 栏目 | 填写 |\n|---|---|\n| 总分 | （空） |")

    assert (worth.total_gap, worth.rating) == (None, "优")


def test_added() -> None:
    assert added([]) == 0
    assert added([Decimal("1.005"), Decimal("2")]) == d("3.01")
    assert added([Decimal(1), None]) is None


LONG = [Decimal("4.724")] * 3  # exact 14.172, displayed 4.72 × 3 = 14.16


@pytest.mark.parametrize(
    ("total", "difference"),
    [
        ("14.17", "0"),
        ("14.172", "0"),
        ("14.16", "0"),
        ("14.18", "0"),  # 0.008 off the exact sum
        ("14.19", "0.02"),
        ("14.15", "-0.02"),
        ("15", "0.83"),
        (None, None),
    ],
)
def test_total_gap(total: str | None, difference: str | None) -> None:
    assert total_gap(d(total), LONG) == d(difference)


@pytest.mark.parametrize(("total", "difference"), [("99.90", "0"), ("99.91", "0.01")])
def test_total_gap_of_plain_scores(total: str, difference: str) -> None:
    assert total_gap(d(total), [Decimal("9.90"), Decimal("90")]) == d(difference)


@pytest.mark.parametrize(("year", "met"), [(2024, False), (2025, True), (None, None)])
def test_a_deadline_without_a_year_is_in_that_of_the_form(
    year: int | None, met: bool | None
) -> None:
    typed = cell_readers.typed_cell
    row = replace(
        published_forms()[0].indicators[0],
        target=typed("12月底前", cell_readers.target),
        actual=typed("2025年1月16日", cell_readers.actual),
    )

    assert indicator_worth(row, load("shanghai"), year).met is met
