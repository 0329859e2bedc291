"""预算执行率: money computed in 元 and printed in 万元."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from xlfuncs.execution import (
    execution_rate,
    execution_score,
    rate_bounds,
    rate_possible,
    score_possible,
)
from xlfuncs.policy import load

SHANGHAI = load("shanghai")
TEN = Decimal(10)


def d(text: str) -> Decimal:
    return Decimal(text)


@pytest.mark.parametrize(
    ("budget", "executed", "rate"),
    [("50", "45", "0.9"), ("50", "0", "0"), ("50", "55", "1.1"), ("50", "-5", "-0.1")],
)
def test_rate(budget: str, executed: str, rate: str) -> None:
    assert execution_rate(d(budget), d(executed)) == d(rate)


@pytest.mark.parametrize("budget", ["0", "0.00", "-1"])
def test_no_rate_without_a_budget(budget: str) -> None:
    assert execution_rate(d(budget), d("5")) is None


@pytest.mark.parametrize(
    ("rate", "score"), [("0.9", "9"), ("1", "10"), ("1.1", "10"), ("0", "0"), ("-0.1", "0")]
)
def test_score(rate: str, score: str) -> None:
    assert execution_score(d(rate), TEN, SHANGHAI) == d(score)


@pytest.mark.parametrize(("rate", "score"), [("0.49", "0"), ("0.5", "5"), ("0.51", "5.1")])
def test_score_with_a_floor(rate: str, score: str) -> None:
    assert execution_score(d(rate), TEN, replace(SHANGHAI, execution_floor=d("0.5"))) == d(score)


@pytest.mark.parametrize(
    ("printed", "possible"),
    [
        ("0.9974", True),  # published: 99.749 % cut
        ("0.9975", True),  # the same, rounded
        ("0.9976", True),  # 55.5849… ÷ 55.715 = 99.767 %
        ("0.9973", True),  # 55.575 ÷ 55.725 = 99.731 %
        ("0.9977", True),
        ("0.9972", False),
        ("0.9978", False),
        ("0.9900", False),
        ("1.0000", False),
        ("0.997", True),
        ("1.00", True),  # whole percents, rounded
        ("1", True),
        ("0.99", True),  # whole percents, cut
        ("0.98", False),
        ("1.01", False),
    ],
)
def test_printed_rate(printed: str, possible: bool) -> None:
    assert rate_possible(d(printed), d("55.72"), d("55.58")) is possible


def test_bounds_of_a_rate() -> None:
    low, high = rate_bounds(d("55.72"), d("55.58"))

    assert low.quantize(d("0.00001")) == d("0.99731")
    assert high.quantize(d("0.00001")) == d("0.99767")


def test_a_budget_inside_its_own_rounding_has_no_upper_bound() -> None:
    assert rate_bounds(d("0.00"), d("0.00")) == (0, Decimal("Infinity"))
    assert rate_possible(d("0.00"), d("0.00"), d("0.00"))


@pytest.mark.parametrize(
    ("printed", "possible"),
    [
        ("9.97", True),
        ("9.98", True),
        ("9.96", False),
        ("9.99", False),
        ("10.00", False),
        ("10", False),
        ("9", False),
        ("10.0", True),
        ("9.9", True),
        ("9.8", False),
    ],
)
def test_printed_score(printed: str, possible: bool) -> None:
    assert score_possible(d(printed), d("55.72"), d("55.58"), TEN, SHANGHAI) is possible


@pytest.mark.parametrize(("printed", "possible"), [("10.00", True), ("9.99", False)])
def test_printed_score_of_all_spent(printed: str, possible: bool) -> None:
    assert score_possible(d(printed), d("22.00"), d("23.00"), TEN, SHANGHAI) is possible
