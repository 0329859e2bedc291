"""序时进度: what a target asks for by a month of the year, and the light of what was done."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from workbooks.values.target import read_actual, read_target
from xlfuncs.indicator import Unjudged
from xlfuncs.policy import load
from xlfuncs.progress import Light, Progress, light, money_progress, progress

NATIONAL = load("national")
RED, YELLOW, GREEN, BLUE = Light


def of(target: str, actual: str, month: int = 6) -> Progress | Unjudged:
    return progress(read_target(target), read_actual(actual), month, NATIONAL)


@pytest.mark.parametrize(
    ("target", "actual", "share", "told"),
    [
        ("≥20场", "0场", "0", RED),
        ("≥20场", "5.99场", "0.599", RED),
        ("≥20场", "6场", "0.6", YELLOW),
        ("≥20场", "7.99场", "0.799", YELLOW),
        ("≥20场", "8场", "0.8", GREEN),
        ("≥20场", "11.99场", "1.199", GREEN),
        ("≥20场", "12场", "1.2", BLUE),
        (">20场", "8", "0.8", GREEN),
        ("=20场", "8场", "0.8", GREEN),
        ("≥20场", "-3", "0", RED),
        ("≥2万人次", "6000人次", "0.6", YELLOW),
        ("≥90%", "30%", "0.6666666666666666666666666667", YELLOW),
        ("20集", "8集", "0.8", GREEN),
        ("10至20场", "4场", "0.8", GREEN),
        ("10至20场", "21场", "4.2", RED),
        ("≤50万元", "50万元", "1", GREEN),
        ("≤50万元", "50.01万元", "1.0002", RED),
        ("≤50万元", "0", "0", GREEN),
        ("<50万元", "50万元", "1", RED),
        ("≥10场/月", "8场/月", "0.8", GREEN),
        ("≥12次/年", "6次", "1", GREEN),
    ],
)
def test_a_share_and_its_light_after_half_a_year(
    target: str, actual: str, share: str, told: Light
) -> None:
    assert of(target, actual) == Progress(Decimal(share), told)


@pytest.mark.parametrize(
    ("target", "actual", "told"),
    [
        ("≥0次", "0", GREEN),
        ("≥0次", "5次", GREEN),
        ("=0起", "未发生", GREEN),
        ("=0起", "1起", RED),
        ("≤0起", "0起", GREEN),
        ("≤0起", "1起", RED),
    ],
)
def test_a_target_of_nothing_has_a_light_and_no_share(
    target: str, actual: str, told: Light
) -> None:
    assert of(target, actual) == Progress(None, told)


@pytest.mark.parametrize(
    ("target", "actual", "reason"),
    [
        ("≥20场", "一般", "执行情况不是数，无法测算进度"),
        ("≥20场", "达成", "执行情况不是数，无法测算进度"),
        ("优秀", "一般", "年度指标值是定性的，没有数，无法测算进度"),
        ("≥20场", "约8余场", "执行情况里有数，但读不成一个数，无法测算"),
        ("20集", "100%", "执行情况与年度指标值的单位不同，无法测算"),
        ("≥约90%", "50%", "年度指标值里有数，但读不成一个明确的目标，无法测算"),
        ("5天", "3天", "年度指标值没有写比较符号，看不出应不少于还是不超过，无法测算"),
        ("≥-5%", "1%", "年度指标值是负数，无法按时间进度测算"),
    ],
)
def test_what_cannot_be_judged_says_why(target: str, actual: str, reason: str) -> None:
    assert of(target, actual) == Unjudged(reason)


def test_the_month_counts() -> None:
    shares = [of("≥24场", "12场", month) for month in (3, 6, 8, 12)]

    assert [one.light for one in shares if isinstance(one, Progress)] == [BLUE, GREEN, YELLOW, RED]


@pytest.mark.parametrize("month", [0, 13, -1])
def test_a_month_that_is_none_is_misuse(month: int) -> None:
    with pytest.raises(ValueError, match="month is 1 to 12"):
        of("≥24场", "12场", month)


def test_the_bounds_are_the_policys() -> None:
    strict = replace(
        NATIONAL,
        progress_red=Decimal("0.7"),
        progress_yellow=Decimal("0.9"),
        progress_blue=Decimal("1.1"),
    )

    shares = [Decimal(share) for share in ("0.69", "0.7", "0.89", "0.9", "1.09", "1.1")]

    assert [light(share, strict) for share in shares] == [RED, YELLOW, YELLOW, GREEN, GREEN, BLUE]


def test_money_follows_the_calendar_too() -> None:
    assert money_progress(Decimal("190"), Decimal("0"), 7) == 0
    assert money_progress(Decimal("0"), Decimal("0"), 7) is None
