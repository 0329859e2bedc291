"""One indicator: every kind of target on, below and above its bound."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from workbooks.values.decimals import rounded
from workbooks.values.target import Tier, read_actual, read_target
from xlfuncs.indicator import Unjudged, explained, overachievement, share, tier_of
from xlfuncs.policy import AtMostFormula, Equality, Policy, load
from xlfuncs.reported_score import band_scores, deduction, gap, in_band

SHANGHAI = load("shanghai")
INVERSE = replace(SHANGHAI, at_most_formula=AtMostFormula.INVERSE)
EXACT = replace(SHANGHAI, equality=Equality.ANY_DIFFERENCE)


def scored(target: str, actual: str, policy: Policy = SHANGHAI) -> tuple[str, bool]:
    """The score out of 10, and whether the target was met."""
    found = share(read_target(target), read_actual(actual), policy)
    assert not isinstance(found, Unjudged)
    return str(rounded(found.earned * 10)), found.met


@pytest.mark.parametrize(
    ("target", "actual", "score", "met"),
    [
        ("≥10(场)", "10(场)", "10.00", True),
        ("≥10(场)", "9.99(场)", "9.99", False),
        ("≥10(场)", "10.01(场)", "10.00", True),
        ("≥10(场)", "0(场)", "0.00", False),
        ("≥10(场)", "-3(场)", "0.00", False),
        ("≥0(起)", "0(起)", "10.00", True),
        ("60(%)", "48(%)", "8.00", False),
        (">10(场)", "10(场)", "10.00", False),
        (">10(场)", "10.01(场)", "10.00", True),
        (">10(场)", "9(场)", "9.00", False),
        (">0(起)", "0(起)", "0.00", False),
        ("=10(场)", "10(场)", "10.00", True),
        ("=10(场)", "9(场)", "9.00", False),
        ("=10(场)", "11(场)", "10.00", True),
        ("=0(起)", "0(起)", "10.00", True),
        ("=0(起)", "1(起)", "0.00", False),
        ("=0(起)", "-1(起)", "10.00", True),
        ("≤10(天)", "10(天)", "10.00", True),
        ("≤10(天)", "9(天)", "10.00", True),
        ("≤10(天)", "11(天)", "9.00", False),
        ("≤10(天)", "19.99(天)", "0.01", False),
        ("≤10(天)", "20(天)", "0.00", False),
        ("≤10(天)", "21(天)", "0.00", False),
        ("≤10(天)", "-1(天)", "10.00", True),
        ("≤0(起)", "0(起)", "10.00", True),
        ("≤0(起)", "1(起)", "0.00", False),
        ("<10(天)", "9.99(天)", "10.00", True),
        ("<10(天)", "10(天)", "10.00", False),
        ("<10(天)", "15(天)", "5.00", False),
        ("<0(起)", "0(起)", "0.00", False),
        ("≥-5(%)", "-3(%)", "10.00", True),
        ("≥-5(%)", "-8(%)", "0.00", False),
        ("≤-5(%)", "-6(%)", "10.00", True),
        ("≤-5(%)", "-4(%)", "0.00", False),
    ],
)
def test_measured(target: str, actual: str, score: str, met: bool) -> None:
    assert scored(target, actual) == (score, met)


@pytest.mark.parametrize(
    ("target", "actual", "score", "met"),
    [
        ("≤10(天)", "10(天)", "10.00", True),
        ("≤10(天)", "11(天)", "9.09", False),
        ("≤10(天)", "20(天)", "5.00", False),
        ("<10(天)", "10(天)", "10.00", False),
        ("≤0(起)", "1(起)", "0.00", False),
        ("<0(起)", "0(起)", "0.00", False),
        ("≤-5(%)", "4(%)", "0.00", False),
    ],
)
def test_inverse_formula(target: str, actual: str, score: str, met: bool) -> None:
    assert scored(target, actual, INVERSE) == (score, met)


@pytest.mark.parametrize(
    ("target", "actual", "score", "met"),
    [
        ("=10(场)", "10(场)", "10.00", True),
        ("=10(场)", "9(场)", "9.00", False),
        ("=10(场)", "11(场)", "9.00", False),
        ("=10(场)", "20(场)", "0.00", False),
        ("=10(场)", "25(场)", "0.00", False),
        ("=0(起)", "0(起)", "10.00", True),
        ("=0(起)", "1(起)", "0.00", False),
    ],
)
def test_any_difference_counts(target: str, actual: str, score: str, met: bool) -> None:
    assert scored(target, actual, EXACT) == (score, met)


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("≥80.00(%)", "57.14(%)", "7.14"),
        ("≥1500.00(册)", "1244.00(册)", "8.29"),
        ("=100.00(%)", "98.00(%)", "9.80"),
        ("≥90.00(%)", "85.00(%)", "9.44"),
        ("≥4000.00(人)", "2211.00(人)", "5.53"),
        ("≥90.00(%)", "88.00(%)", "9.78"),
    ],
)
def test_published_rows_below_target(target: str, actual: str, score: str) -> None:
    assert scored(target, actual) == (score, False)


@pytest.mark.parametrize(
    ("actual", "score", "met", "tier"),
    [
        ("达成指标", "10.00", True, Tier.MET),
        ("已完成。", "10.00", True, Tier.MET),
        ("流程规范", "10.00", True, Tier.MET),
        ("部分达成指标", "8.00", False, Tier.PARTLY_MET),
        ("未达成", "6.00", False, Tier.NOT_MET),
    ],
)
def test_described(actual: str, score: str, met: bool, tier: Tier) -> None:
    assert scored("流程规范", actual) == (score, met)
    assert tier_of(read_target("流程规范"), read_actual(actual)) is tier


@pytest.mark.parametrize(("target", "actual"), [("流程规范", "较好"), ("≥10(场)", "按计划办理")])
def test_other_words_cannot_be_judged(target: str, actual: str) -> None:
    found = share(read_target(target), read_actual(actual), SHANGHAI)

    assert isinstance(found, Unjudged)
    assert found.reason.endswith("无法测算")


def test_a_word_is_no_number() -> None:
    found = share(read_target("≥10(场)"), read_actual("达成指标"), SHANGHAI)

    assert found == Unjudged("年度指标值是数，实际完成值不是数，无法测算")


def test_words_that_say_all_of_it_are_a_number() -> None:
    found = share(read_target("≥95(%)"), read_actual("全覆盖"), SHANGHAI)

    assert not isinstance(found, Unjudged)
    assert (found.earned, found.met, found.tier) == (1, True, Tier.MET)


@pytest.mark.parametrize(
    ("score", "tier", "inside"),
    [
        ("10", Tier.MET, True),
        ("8.00", Tier.MET, True),
        ("7.99", Tier.MET, False),
        ("10.01", Tier.MET, False),
        ("8.00", Tier.PARTLY_MET, False),
        ("7.99", Tier.PARTLY_MET, True),
        ("6.00", Tier.PARTLY_MET, True),
        ("5.99", Tier.PARTLY_MET, False),
        ("6.00", Tier.NOT_MET, False),
        ("5.99", Tier.NOT_MET, True),
        ("0", Tier.NOT_MET, True),
    ],
)
def test_bands(score: str, tier: Tier, inside: bool) -> None:
    assert in_band(Decimal(score), tier, Decimal(10), SHANGHAI) is inside


def test_a_rounded_lower_bound_lies_in_the_band() -> None:
    points = Decimal("3.33")

    assert band_scores(Tier.MET, points, SHANGHAI) == (Decimal("2.664"), points)
    assert in_band(Decimal("2.66"), Tier.MET, points, SHANGHAI)
    assert not in_band(Decimal("2.65"), Tier.MET, points, SHANGHAI)


@pytest.mark.parametrize(
    ("reported", "computed", "difference"),
    [
        ("4.72", "4.72", "0"),
        ("4.7", "4.72", "0"),
        ("4.8", "4.72", "0.08"),
        ("5", "4.72", "0.28"),
        ("4.71", "4.72", "-0.01"),
        ("4.7222", "4.72", "0"),
        ("4.00", "4.15", "-0.15"),
    ],
)
def test_gap(reported: str, computed: str, difference: str) -> None:
    assert gap(Decimal(reported), Decimal(computed)) == Decimal(difference)


@pytest.mark.parametrize(
    ("points", "score", "lost"),
    [
        ("5", "4.72", "0.28"),
        ("5", "0", "5"),
        ("5", "5.00", None),
        ("5", "6", None),
        ("5", "-1", None),
        ("0", "0", None),
    ],
)
def test_deduction(points: str, score: str, lost: str | None) -> None:
    expected = None if lost is None else Decimal(lost)

    assert deduction(Decimal(points), Decimal(score)) == expected


def test_deduction_of_what_is_not_there() -> None:
    assert deduction(None, Decimal(1)) is None
    assert deduction(Decimal(1), None) is None


@pytest.mark.parametrize(
    ("target", "actual", "times"),
    [
        ("≥10(场)", "13(场)", "1.3"),
        (">10(场)", "12(场)", "1.2"),
        ("=10(场)", "13(场)", None),
        ("≤10(天)", "13(天)", None),
        ("≥0(起)", "5(起)", None),
        ("≥50(%)", "100(%)", None),
        ("≥50", "100%", None),
        ("≥50(%)", "100.5(%)", "2.01"),
        ("满意", "达成指标", None),
        ("≥10(场)", "达成指标", None),
    ],
)
def test_overachievement(target: str, actual: str, times: str | None) -> None:
    expected = None if times is None else Decimal(times)

    assert overachievement(read_target(target), read_actual(actual)) == expected


@pytest.mark.parametrize(
    ("target", "actual", "sum_"),
    [
        ("≥90(%)", "85(%)", "85 ÷ 90 × 10 = 9.44"),
        ("≥10(场)", "12(场)", "12 ≥ 10，得满分 10"),
        ("=10(场)", "12(场)", "12 ≥ 10，得满分 10"),
        ("≤5(天)", "6(天)", "(1 － (6 － 5) ÷ 5) × 10 = 8"),
        ("≤5(天)", "10(天)", "10 达到目标 5 的两倍，不得分"),
        ("≤0(起)", "1(起)", "1 不满足 ≤ 0，不得分"),
        (">0(起)", "0(起)", "0 不满足 > 0，不得分"),
        ("<0(起)", "0(起)", "0 不满足 < 0，不得分"),
        ("=0(起)", "1(起)", "1 不满足 = 0，不得分"),
        (">10(场)", "10(场)", "10 ÷ 10 × 10 = 10"),
        ("流程规范", "部分达成", "部分达成，得分应低于 10 × 80% = 8"),
    ],
)
def test_the_sum_a_clerk_can_follow(target: str, actual: str, sum_: str) -> None:
    found = share(read_target(target), read_actual(actual), SHANGHAI)
    assert not isinstance(found, Unjudged)

    score = rounded(found.earned * 10)

    assert explained(found.reckoning, Decimal(10), score) == sum_


def test_completion_and_deviation() -> None:
    found = share(read_target("≥10(场)"), read_actual("12(场)"), SHANGHAI)
    without = share(read_target("≥0(起)"), read_actual("3(起)"), SHANGHAI)

    assert not isinstance(found, Unjudged)
    assert not isinstance(without, Unjudged)
    assert (found.completion, found.deviation) == (Decimal("1.2"), Decimal("0.2"))
    assert (without.completion, without.deviation) == (None, None)
