"""What cannot be held against a target gets no score, and says why; what can is judged."""

from __future__ import annotations

from decimal import Decimal

import pytest

from workbooks.values.target import read_actual, read_target
from xlfuncs.comparing import in_target_unit
from xlfuncs.indicator import LATE, Share, Unjudged, overachievement, share
from xlfuncs.policy import load

SHANGHAI = load("shanghai")
NO_TARGET = "年度指标值里有数，但读不成一个明确的目标，无法测算"
NO_ACTUAL = "实际完成值里有数，但读不成一个数，无法测算"
BOUND = "实际完成值带有比较符号，不是实际完成的数，无法测算"
UNITS = "实际完成值与年度指标值的单位不同，无法测算"
PERCENT = "实际完成值与年度指标值只有一个写了%，不知是百分数还是小数，无法测算"
SCALE = "年度指标值以万等计，实际完成值没有写单位，不知以什么计，无法测算"
EITHER_WAY = "年度指标值没有写比较符号，看不出应不少于还是不超过，无法测算"
DIFFERENCE = "实际完成值说的是相差、增减或打算的数，不是完成的数，无法测算"
NEGATIVE = "年度指标值说的是下降，实际完成值是负数，看不出是升是降，无法测算"
WORDLESS = "年度指标值是数，实际完成值不是数，无法测算"
OUTSIDE = "实际完成值在年度指标值的区间之外，看不出多了好还是少了好，无法测算"
NO_NUMBER = "年度指标值是数，实际完成值不是数，无法测算"
ORDER = "两个时间分不出先后，无法测算"
WORDS = "定性指标，实际完成值没有写明达成、部分达成或未达成，无法测算"


@pytest.mark.parametrize(
    ("target", "actual", "reason"),
    [
        ("≥约90%", "95%", NO_TARGET),
        ("90%左右", "达成指标", NO_TARGET),
        ("≥10场，≥200人", "≥10场，≥200人", NO_TARGET),
        ("≥1200册", "约1200册", NO_ACTUAL),
        ("≥10场", "10场/200人", NO_ACTUAL),
        ("合规", "合规率约90%", NO_ACTUAL),
        ("≥266米", "≤266米", BOUND),
        ("≥266米", "266米以上", BOUND),
        ("≥10场", "达成指标", NO_NUMBER),
        ("≥95%", "已完成", NO_NUMBER),
        ("5-10天", "达成指标", NO_NUMBER),
        ("≤5天", "5天以内", BOUND),
        ("≤2天", "36小时", UNITS),
        ("≥100人", "120人次", UNITS),
        ("≥1次/月", "12次", UNITS),
        ("≤5‰", "0.3%", UNITS),
        ("≥95%", "0.96", PERCENT),
        ("≥95%", "1", PERCENT),
        ("≥0.95", "96%", PERCENT),
        ("≥1.2万人次", "13000", SCALE),
        ("≤5天", "", WORDLESS),
        ("≤5天", "无", WORDLESS),
        ("≤50万元", "未发生", WORDLESS),
        ("≥1起", "未发生", WORDLESS),
        ("=1起", "无", WORDLESS),
        ("≤5%", "全覆盖", WORDLESS),
        ("≥10场", "全部", WORDLESS),
        ("≥20%", "全部", WORDLESS),
        ("5天", "3天", EITHER_WAY),
        ("50万元", "45万元", EITHER_WAY),
        ("5%", "0%", EITHER_WAY),
        ("49%", "48%", EITHER_WAY),
        ("3件", "1件", EITHER_WAY),
        ("985米", "788米", EITHER_WAY),
        ("10", "8", EITHER_WAY),
        ("100千克", "90千克", EITHER_WAY),
        ("35微克/立方米", "28微克/立方米", EITHER_WAY),
        ("35微克/立方米", "50微克/立方米", EITHER_WAY),
        ("降低5%", "降低6%", EITHER_WAY),
        ("≥100人", "超目标20人", DIFFERENCE),
        ("≥10场", "计划10场", DIFFERENCE),
        ("≥90%", "基本达到95%", DIFFERENCE),
        ("≤5天", "逾期3天", DIFFERENCE),
        ("≥5%", "下降6%", DIFFERENCE),
        ("≥50%", "同比增长60%", DIFFERENCE),
        ("≥20人次", "较上年增加20人次", DIFFERENCE),
        ("下降≥5%", "-6%", NEGATIVE),
        ("≥90%", "5个百分点", UNITS),
        ("5-10天", "4天", OUTSIDE),
        ("5-10天", "11天", OUTSIDE),
        ("12月底前", "已上线", WORDS),
        ("优良中低差", "优良中低差", WORDS),
        ("优良中低差", "良", WORDS),
        ("12月底前", "1月20日", ORDER),
        ("6月前", "6月20日", ORDER),
    ],
)
def test_nobody_can_tell(target: str, actual: str, reason: str) -> None:
    found = share(read_target(target), read_actual(actual), SHANGHAI)

    assert found == Unjudged(reason)


@pytest.mark.parametrize(
    ("target", "actual", "earned", "reckoning"),
    [
        ("≥1.2万人次", "12000人次", "1", "1.2 ≥ 1.2，得满分 {score}"),
        ("≥12000人次", "1.2万人次", "1", "12000 ≥ 12000，得满分 {score}"),
        ("≤50万元", "452000元", "1", "45.2 ≤ 50，得满分 {score}"),
        ("≤50(万元)", "45.2", "1", "45.2 ≤ 50，得满分 {score}"),
        ("≥1.2万人次", "0.9万人次", "0.75", "0.9 ÷ 1.2 × {points} = {score}"),
        ("≥1.2万人次", "1.3", "1", "1.3 ≥ 1.2，得满分 {score}"),
        ("≥10场", "12", "1", "12 ≥ 10，得满分 {score}"),
        ("≤5个工作日", "3工作日", "1", "3 ≤ 5，得满分 {score}"),
        ("≥95%", "96", "1", "96 ≥ 95，得满分 {score}"),
        ("≤5%", "0.5", "1", "0.5 ≤ 5，得满分 {score}"),
        ("=100%", "=100%", "1", "100 = 100，得满分 {score}"),
        ("≥95%", "达到95%", "1", "95 ≥ 95，得满分 {score}"),
        ("5天", "5天", "1", "5 ≥ 5，得满分 {score}"),
        ("985米", "985米", "1", "985 ≥ 985，得满分 {score}"),
        ("985米", "990米", "1", "990 ≥ 985，得满分 {score}"),
        ("50%", "40%", "0.8", "40 ÷ 50 × {points} = {score}"),
        ("12次/年", "15次/年", "1", "15 ≥ 12，得满分 {score}"),
        ("0起", "未发生", "1", "0 = 0，得满分 {score}"),
        ("=0(起)", "无事故", "1", "0 = 0，得满分 {score}"),
        ("0投诉", "无投诉", "1", "0 = 0，得满分 {score}"),
        ("≤1起", "没有发生", "1", "0 ≤ 1，得满分 {score}"),
        ("<1起", "无", "1", "0 < 1，得满分 {score}"),
        ("≤5%", "全年未收到有效投诉", "1", "0 ≤ 5，得满分 {score}"),
        ("=100%", "全覆盖", "1", "填报为达成，得满分 {score}"),
        ("≥95%", "全部覆盖", "1", "填报为达成，得满分 {score}"),
        ("100%", "全部", "1", "填报为达成，得满分 {score}"),
        ("≥95%", "百分之百", "1", "100 ≥ 95，得满分 {score}"),
        ("下降≥5%", "下降6%", "1", "6 ≥ 5，得满分 {score}"),
        ("降低5%以上", "减少4%", "0.8", "4 ÷ 5 × {points} = {score}"),
        ("下降≥5%", "6%", "1", "6 ≥ 5，得满分 {score}"),
        ("下降≥5%", "增长6%", "0", "0 ÷ 5 × {points} = {score}"),
        ("≥5%", "同比增长6%", "1", "6 ≥ 5，得满分 {score}"),
        ("≥5%", "提高6个百分点", "1", "6 ≥ 5，得满分 {score}"),
        ("≥5%", "4个百分点", "0.8", "4 ÷ 5 × {points} = {score}"),
        ("逾期≤5天", "逾期3天", "1", "3 ≤ 5，得满分 {score}"),
        ("≥95%", "98%（抽样调查）", "1", "98 ≥ 95，得满分 {score}"),
        ("≥4次/年", "4次", "1", "4 ≥ 4，得满分 {score}"),
        ("≥40家(次)", "40家次", "1", "40 ≥ 40，得满分 {score}"),
        ("基本完成", "基本完成", "1", "达成，得满分 {score}"),
        ("100%", "90%", "0.9", "90 ÷ 100 × {points} = {score}"),
        ("0起", "0次", "1", "0 = 0，得满分 {score}"),
        ("0起", "1起", "0", "1 不满足 = 0，不得分"),
        ("零投诉", "0", "1", "0 = 0，得满分 {score}"),
        ("≤5天", "0小时", "1", "0 ≤ 5，得满分 {score}"),
        ("5-10天", "5天", "1", "5 ≤ 5 ≤ 10，得满分 {score}"),
        ("5-10天", "10天", "1", "5 ≤ 10 ≤ 10，得满分 {score}"),
        ("1-2万元", "15000元", "1", "1 ≤ 1.5 ≤ 2，得满分 {score}"),
        ("≥266米", "≥266米", "1", "266 ≥ 266，得满分 {score}"),
        ("12月底前", "12月20日", "1", "按期完成，得满分 {score}"),
        ("2025年8月7日前", "2025/8/7", "1", "按期完成，得满分 {score}"),
        ("第三季度", "已于9月30日完成", "1", "按期完成，得满分 {score}"),
        ("优良中低差", "优", "1", "达成，得满分 {score}"),
        ("12月底前", "已完成", "1", "达成，得满分 {score}"),
        ("12月底前", "12月底前", "1", "达成，得满分 {score}"),
    ],
)
def test_judged(target: str, actual: str, earned: str, reckoning: str) -> None:
    found = share(read_target(target), read_actual(actual), SHANGHAI)

    assert isinstance(found, Share)
    assert (found.earned, found.reckoning) == (Decimal(earned), reckoning)


@pytest.mark.parametrize(
    ("target", "actual", "ratio"),
    [
        ("≥1(万人次)", "15000人次", "1.5"),
        ("≥1(万人次)", "1.5", "1.5"),
        ("≥10场", "15场", "1.5"),
    ],
)
def test_overachievement_in_one_unit(target: str, actual: str, ratio: str) -> None:
    assert overachievement(read_target(target), read_actual(actual)) == Decimal(ratio)


@pytest.mark.parametrize(
    ("target", "actual"),
    [("≥10人", "500人次"), ("5天", "30天"), ("≥10场", "≤30场"), ("≥1万人", "30000")],
)
def test_no_overachievement_where_nobody_can_tell(target: str, actual: str) -> None:
    assert overachievement(read_target(target), read_actual(actual)) is None


def test_an_actual_in_the_targets_unit() -> None:
    target = read_target("≥1.2万人次")

    found = [in_target_unit(target, read_actual(text)) for text in ("13000人次", "1.3万", "1.3")]

    assert found == [Decimal("1.3")] * 3


@pytest.mark.parametrize(
    ("target", "actual", "year"),
    [
        ("2025年8月7日前", "2026年1月16日", None),
        ("12月底前", "2025年1月3日", 2024),
        ("6月底前", "7月1日", None),
        ("第三季度", "10月8日验收", None),
        ("2024年", "2025-01-02", None),
    ],
)
def test_too_late(target: str, actual: str, year: int | None) -> None:
    found = share(read_target(target), read_actual(actual), SHANGHAI, year)

    assert found == Unjudged(LATE, late=True)
