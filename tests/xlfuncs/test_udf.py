"""The functions of Excel by themselves: every kind of value, and the same answers as the rules."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cases import POLICIES, cases, read_texts
from tests.xlfuncs.excel import published
from validators.checking.catalogue import RULES, find
from validators.engine import judge
from validators.filing import file
from workbooks.forms import Indicator, SelfEvaluation
from workbooks.grid import ErrorValue
from workbooks.reading.from_texts import published_forms
from workbooks.values.target import Relation, Target
from xlfuncs import udf, udf_desk, udf_values, udf_words
from xlfuncs.policy import Policy, load
from xlfuncs.row_verdicts import CODES, verdicts
from xlfuncs.target_words import understood
from xlfuncs.whole_form import indicator_worth

ROOT = Path(__file__).parents[2]
DIVISION, MISSING = -2146826281, -2147352572
ROW_RULES = [rule for rule in map(find, CODES) if rule]


@pytest.fixture(autouse=True)
def _desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("APPDATA", str(tmp_path))
    monkeypatch.delenv("JIXIAO_POLICY", raising=False)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (None, None),
        (MISSING, None),
        (33.0, 33.0),
        (33, 33.0),
        (-5, -5.0),
        (True, True),
        (Decimal("22.5000"), 22.5),
        ("≥15", "≥15"),
        ("", ""),
        (datetime(2024, 12, 31), datetime(2024, 12, 31)),
        (date(2024, 12, 31), date(2024, 12, 31)),
        (-2146826288, ErrorValue("#NULL!")),
        (-2146826281, ErrorValue("#DIV/0!")),
        (-2146826273, ErrorValue("#VALUE!")),
        (-2146826265, ErrorValue("#REF!")),
        (-2146826259, ErrorValue("#NAME?")),
        (-2146826252, ErrorValue("#NUM!")),
        (-2146826246, ErrorValue("#N/A")),
        (-2146826243, ErrorValue("#ERROR!")),
        ("#N/A", ErrorValue("#N/A")),
    ],
)
def test_a_value_as_excel_hands_it_over(value: object, read: object) -> None:
    assert (udf_values.raw(value), type(udf_values.raw(value))) == (read, type(read))


def test_ranges_of_every_shape() -> None:
    row = ["≥15.00(条)", "33.00(条)", 10.0]

    assert udf.JX_EVALUATE(row) == [[10.0, 2.2, 1.2]]
    assert udf.JX_EVALUATE(tuple(row)) == [[10.0, 2.2, 1.2]]
    assert udf.JX_EVALUATE([row, [None] * 3]) == [[10.0, 2.2, 1.2], ["", "", ""]]
    assert udf.JX_EVALUATE((tuple(row),)) == [[10.0, 2.2, 1.2]]
    assert udf.JX_EVALUATE("≥15") == [["请选三列：年度指标值、实际完成值、分值"]]
    assert udf.JX_EVALUATE([["≥15"], [3.0]]) == [["请选三列：年度指标值、实际完成值、分值"]]
    assert udf.JX_CHECKS([row]) == [["请选五列：年度指标值、实际完成值、分值、得分、偏差原因"]]
    assert udf.JX_EVALUATE([row] * 5001) == [["行数太多，请只选指标所在的行"]]
    assert udf.JX_TOTAL([[1.0]] * 5001) == "行数太多，请只选指标所在的行"
    assert udf.JX_SCORE(["≥15", "≥16"], 33.0, 10.0) == "每个参数请只选一个单元格"
    assert udf.JX_SCORE([["≥15"]], [[33.0]], [[10.0]]) == 10.0


@pytest.mark.parametrize(
    ("row", "answer"),
    [
        (("≥90(%)", "85(%)", 5.0), [4.72, 85 / 90, -5 / 90]),
        (("≥90(%)", "85(%)", "5分"), [4.72, 85 / 90, -5 / 90]),
        (("≥10(场)", 8.0, 20.0), [16.0, 0.8, -0.2]),
        (("≥10(场)", 0.0, 20.0), [0.0, 0.0, -1.0]),
        (("流程规范", "达成", 5.0), [5.0, "不适用", "不适用"]),
        (("=0(起)", "0(起)", 5.0), [5.0, "不适用", "不适用"]),
        (("流程规范", "很好", 5.0), ["无法测算", "", ""]),
        (("≥2天", "36小时", 5.0), ["无法测算", "", ""]),
        (("≥10(场)", datetime(2024, 12, 31), 5.0), ["无法测算", "", ""]),
        (("≥10(场)", True, 5.0), ["无法测算", "", ""]),
        ((None, None, None), ["", "", ""]),
        (("", " ", None), ["", "", ""]),
        (("≥10(场)", None, 5.0), ["实际完成值为空", "", ""]),
        ((None, "10(场)", 5.0), ["年度指标值为空", "", ""]),
        (("≥10(场)", "10(场)", None), ["分值为空", "", ""]),
        (("≥10(场)", "10(场)", "约5"), ["分值读不成数", "", ""]),
        (("≥10(场)", "10(场)", True), ["分值读不成数", "", ""]),
        ((DIVISION, "10(场)", 5.0), ["年度指标值公式出错", "", ""]),
        (("≥10(场)", -2146826243, 5.0), ["实际完成值公式出错", "", ""]),
    ],
)
def test_a_row_evaluated(row: tuple[Any, ...], answer: list[Any]) -> None:
    target, actual, points = row

    (evaluated,) = udf.JX_EVALUATE([list(row)])

    assert evaluated == [pytest.approx(x) if isinstance(x, float) else x for x in answer]
    assert udf.JX_SCORE(target, actual, points) == evaluated[0]
    if isinstance(evaluated[0], float):
        assert [udf.JX_COMPLETION(target, actual), udf.JX_DEVIATION(target, actual)] == evaluated[
            1:
        ]


def test_ratios_say_why_there_is_none() -> None:
    assert udf.JX_COMPLETION("≥10", None) == "实际完成值为空"
    assert udf.JX_DEVIATION(DIVISION, "10") == "年度指标值公式出错"
    assert udf.JX_COMPLETION("≥2天", "36小时") == "无法测算"
    assert udf.JX_DEVIATION(None, None) == ""


@pytest.mark.parametrize(
    ("given", "rate", "score"),
    [
        ((55.72, 55.58), 55.58 / 55.72, 9.97),
        (("55.72", "55.58"), 55.58 / 55.72, 9.97),
        ((50.0, 60.0), 1.2, 10.0),
        ((50.0, 0.0), 0.0, 0.0),
        ((0.0, 1.0), "全年预算数应大于 0", "全年预算数应大于 0"),
        ((None, 1.0), "全年预算数为空", "全年预算数为空"),
        ((50.0, "-"), "全年执行数为空", "全年执行数为空"),
        ((None, None), "", ""),
        (("约50", 1.0), "全年预算数读不成数", "全年预算数读不成数"),
        ((50.0, DIVISION), "全年执行数公式出错", "全年执行数公式出错"),
    ],
)
def test_execution(given: tuple[Any, Any], rate: Any, score: Any) -> None:
    wanted = pytest.approx(rate) if isinstance(rate, float) else rate

    assert udf.JX_EXECUTION_RATE(*given) == wanted
    assert udf.JX_EXECUTION_SCORE(*given) == score
    assert udf.JX_EXECUTION_SCORE(*given, MISSING) == score


def test_execution_by_other_points() -> None:
    assert udf.JX_EXECUTION_SCORE(50.0, 45.0, 20.0) == 18.0
    assert udf.JX_EXECUTION_SCORE(50.0, 45.0, 0.0) == 0.0
    assert udf.JX_EXECUTION_SCORE(50.0, 45.0, "二十") == "分值读不成数"


def test_totals_and_ratings() -> None:
    assert udf.JX_TOTAL([[9.97, 4.722], [None, "-"]]) == 14.69
    assert udf.JX_TOTAL([0.1, 0.2]) == 0.3
    assert udf.JX_TOTAL(5.0) == 5.0
    assert udf.JX_TOTAL([[None, ""]]) == ""
    assert udf.JX_TOTAL([[9.97, "无法测算"]]) == "得分读不成数"
    assert udf.JX_TOTAL([[9.97, DIVISION]]) == "得分公式出错"
    assert [udf.JX_RATING(x) for x in (90.0, 89.99, 80.0, 60.0, 59.99)] == list("优良良中差")
    assert [udf.JX_RATING(x) for x in (None, "九十", DIVISION)] == [
        "",
        "总分读不成数",
        "总分公式出错",
    ]


def test_targets_and_reckonings_in_words() -> None:
    assert udf.JX_TARGET("≥15.00(条)") == "不少于 15 条"
    assert udf.JX_TARGET("985米") == "不少于 985 米（没有写比较符号）"
    assert udf.JX_TARGET("5至10天") == "5 至 10 天"
    assert udf.JX_TARGET("流程规范") == "定性指标，按达成程度评价"
    assert udf.JX_TARGET("≥约90%") == "里面有数，但读不成一个明确的目标"
    assert [udf.JX_TARGET(None), udf.JX_TARGET(DIVISION)] == ["", "年度指标值公式出错"]
    assert udf.JX_EXPLAIN("≥90(%)", "85(%)", 5.0) == "85 ÷ 90 × 5 = 4.72"
    assert udf.JX_EXPLAIN("≥90(%)", None, 5.0) == "实际完成值为空"
    assert udf.JX_EXPLAIN("≥2天", "36小时", 5.0) == "实际完成值与年度指标值的单位不同，无法测算"


@pytest.mark.parametrize(
    ("pair", "told"),
    [
        (("≥24(场)", "8.39(场)"), "红灯"),
        (("≥24(场)", "8.4(场)"), "黄灯"),
        (("≥24(场)", 11.2), "绿灯"),
        (("≥24(场)", "16.8"), "蓝灯"),
        (("≤50(万元)", "50.01(万元)"), "红灯"),
        (("≤50(万元)", "20(万元)"), "绿灯"),
        (("优秀", "一般"), "需人工判断"),
        (("≥24(场)", "一般"), "需人工判断"),
        (("≥24(场)", None), "完成值为空"),
        ((None, "7(场)"), "年度指标值为空"),
        (("≥24(场)", DIVISION), "完成值公式出错"),
        (("≥95(%)", 0.5), "完成值是数 0.5，看不出是不是 50%，请填文字 50% 或 50(%)"),
        ((None, None), ""),
    ],
)
def test_a_light_by_july(pair: tuple[Any, Any], told: str) -> None:
    assert udf.JX_PROGRESS(*pair, 7.0) == [[told]]


def test_lights_of_a_column_by_the_month_and_the_policy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    targets, actuals = [["≥24(场)"], [None], ["≥24(场)"]], [["12(场)"], [None], ["24(场)"]]
    own = tmp_path / "own.toml"
    bound = '[values.progress_red]\nvalue = "0.75"\nsince = "2024-01-01"\nsource = "本单位口径"\n'
    own.write_text(f'base = "shanghai"\n{bound}', "utf-8")

    by_month = [udf.JX_PROGRESS(targets, actuals, month) for month in (3.0, 6.0, 8.0, 12.0)]
    monkeypatch.setenv("JIXIAO_POLICY", str(own))
    strict = udf.JX_PROGRESS(targets, actuals, 9.0)

    assert by_month == [
        [["蓝灯"], [""], ["蓝灯"]],
        [["绿灯"], [""], ["蓝灯"]],
        [["黄灯"], [""], ["蓝灯"]],
        [["红灯"], [""], ["绿灯"]],
    ]
    assert strict == [["红灯"], [""], ["蓝灯"]]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("≥24", "7", 0.0), "月份应为 1 至 12 的整数"),
        (("≥24", "7", 13.0), "月份应为 1 至 12 的整数"),
        (("≥24", "7", 7.5), "月份应为 1 至 12 的整数"),
        (("≥24", "7", None), "月份应为 1 至 12 的整数"),
        (("≥24", "7", "七"), "月份读不成数"),
        (("≥24", "7", DIVISION), "月份公式出错"),
        (("≥24", "7", [7.0, 8.0]), "月份请只选一个单元格"),
        (([["≥24"], ["≥24"]], "7", 7.0), "年度指标值和完成值请各选一列，行数相同"),
        ((["≥24", "≥24"], ["7", "8"], 7.0), "年度指标值和完成值请各选一列，行数相同"),
        (([["≥24"]] * 5001, [["7"]] * 5001, 7.0), "行数太多，请只选指标所在的行"),
        ((None, None, None), ""),
    ],
)
def test_what_gives_no_light_says_why(given: tuple[Any, Any, Any], told: str) -> None:
    assert udf.JX_PROGRESS(*given) == [[told]]


def test_every_relation_has_words() -> None:
    for relation in set(Relation) - {Relation.DESCRIBED, Relation.BETWEEN}:
        assert understood(Target(relation, Decimal(1), "场", "")).endswith(" 1 场")


def test_what_is_wrong_in_a_row() -> None:
    assert udf.JX_CHECK("≥90(%)", "85(%)", 5.0, 5.0, None) == (
        "得分 5 分，按完成情况最多 4.72 分（85 ÷ 90 × 5 = 4.72），多出 0.28 分。请更正得分。"
    )
    assert udf.JX_CHECK("≥90(%)", "85(%)", 5.0, 4.72, None) == (
        "得分比分值少 0.28 分，偏差原因为空。请填写原因和改进措施。"
    )
    assert udf.JX_CHECK("≥90(%)", "85(%)", 5.0, 4.72, "无。") == (
        "得分比分值少 0.28 分，偏差原因只填了“无。”。请填写原因和改进措施。"
    )
    assert udf.JX_CHECK("≥90(%)", "85(%)", 5.0, -1.0, None) == (
        "得分 -1 分，应不低于 0 分。请更正得分。"
    )
    assert udf.JX_CHECK("≥90(%)", "95(%)", 5.0, 6.0, None) == (
        "得分 6 分，分值只有 5 分，多出 1 分。请更正得分或分值。"
    )
    assert udf.JX_CHECK("流程规范", "达成", 5.0, 3.0, "因部分环节缺少记录。") == (
        "实际完成值属于「达成」一档，得分应为 4 分至 5 分。请更正得分或实际完成值。"
    )
    assert udf.JX_CHECK("流程规范", "部分达成", 5.0, 4.0, "因部分环节缺少记录。") == (
        "实际完成值属于「部分达成」一档，得分应不低于 3 分且低于 4 分。请更正得分或实际完成值。"
    )
    assert udf.JX_CHECK("≥90(%)", "95(%)", 5.0, 5.0, MISSING) == ""


def test_a_score_counts_as_written_with_two_decimals() -> None:
    assert udf.JX_CHECK("≥90(%)", "85(%)", 5.0, 4.8, "因故未办。") == (
        "得分 4.8 分，按完成情况最多 4.72 分（85 ÷ 90 × 5 = 4.72），多出 0.08 分。请更正得分。"
    )
    assert "多出 0.04 分" in udf.JX_CHECK("≥25", "23", 10.0, 9.24, "因故未办。")
    assert "多出 0.02 分" in udf.JX_CHECK("≥90", "86", 5.0, 4.8, "因故未办。")
    assert udf.JX_CHECK("≥90", "86", 5.0, "4.8", "因故未办。") == ""


def test_two_things_wrong_in_a_row_are_both_told() -> None:
    told = udf.JX_CHECK("≥90(%)", "80(%)", 5.0, 4.9, None)

    assert told == (
        "得分 4.9 分，按完成情况最多 4.44 分（80 ÷ 90 × 5 = 4.44），多出 0.46 分。请更正得分。"
        "得分比分值少 0.1 分，偏差原因为空。请填写原因和改进措施。"
    )


def test_what_could_not_be_read_is_told_beside_what_is_wrong() -> None:
    assert udf.JX_CHECK(DIVISION, "85(%)", 5.0, 4.0, None) == (
        "年度指标值公式出错。得分比分值少 1 分，偏差原因为空。请填写原因和改进措施。"
    )
    assert udf.JX_CHECK("≥90(%)", "85(%)", 5.0, 4.0, -2146826246) == "偏差原因公式出错。"
    assert udf.JX_CHECK("≥90(%)", "85(%)", "五", 4.0, None) == "分值读不成数。"


def test_a_score_without_points_is_told() -> None:
    assert udf.JX_CHECK("≥90(%)", "85(%)", None, 4.0, None) == "填了得分，分值没有填。"
    assert udf.JX_CHECK("≥90(%)", "85(%)", None, None, None) == ""
    assert udf.JX_CHECKS([["≥15", "12", "-", 4.0, None]]) == [["填了得分，分值没有填。"]]


@pytest.mark.parametrize("points", [-5.0, "-5", "-5分"])
def test_points_below_nothing_are_told(points: object) -> None:
    told = "分值应不小于 0"

    assert udf.JX_SCORE("≥15", "12", points) == told
    assert udf.JX_EXPLAIN("≥15", "12", points) == told
    assert udf.JX_EVALUATE([["≥15", "12", points]]) == [[told, "", ""]]
    assert udf.JX_CHECK("≥15", "12", points, 3.0, None) == told + "。"
    assert udf.JX_EXECUTION_SCORE(50.0, 45.0, points) == told


@pytest.mark.parametrize("huge", [1e300, -1e300, 1e15, float("inf"), "9" * 40])
def test_numbers_that_no_form_has_are_told(huge: float) -> None:
    assert udf.JX_SCORE("≥15", "12", huge) == "分值读不成数"
    assert udf.JX_CHECK("≥15", "15", huge, huge, None) == "分值读不成数。得分读不成数。"
    assert udf.JX_SCORE("≥15", huge, 5.0) == "无法测算"
    assert udf.JX_EXECUTION_SCORE(huge, 45.0) == "全年预算数读不成数"
    assert udf.JX_EXECUTION_SCORE(50.0, 45.0, huge) == "分值读不成数"
    assert udf.JX_TOTAL([[5.0, huge]]) == "得分读不成数"
    assert udf.JX_RATING(huge) == "总分读不成数"
    assert udf.JX_EXECUTION_SCORE(999_999_999_999_999.0, 1.0) == 0.0


def test_a_total_that_cannot_be_one_has_no_rating() -> None:
    told = "总分应在 0 至 100 之间"

    assert [udf.JX_RATING(x) for x in (-1.0, -0.01, 100.01, 101.0)] == [told] * 4
    assert [udf.JX_RATING(x) for x in (0.0, 100.0)] == ["差", "优"]


@pytest.mark.parametrize(
    ("ratio", "meant"), [(0.85, "85"), (0.8533, "85.33"), (1.0, "100"), ("0.85", "85")]
)
def test_a_percentage_that_excel_hands_over_as_a_ratio_is_told(ratio: object, meant: str) -> None:
    target = "≥90(%)"
    told = udf.JX_SCORE(target, ratio, 5.0)

    assert told.endswith(f"，看不出是不是 {meant}%，请填文字 {meant}% 或 {meant}(%)")
    assert udf.JX_EVALUATE([[target, ratio, 5.0]]) == [[told, "", ""]]
    assert udf.JX_COMPLETION(target, ratio) == udf.JX_DEVIATION(target, ratio) == told
    assert udf.JX_EXPLAIN(target, ratio, 5.0) == told
    assert udf.JX_CHECK(target, ratio, 5.0, 5.0, None) == told + "。"
    for typed in (f"{meant}%", f"{meant}(%)"):
        assert isinstance(udf.JX_SCORE(target, typed, 5.0), float)


def codes(row: Indicator, policy: Policy) -> set[str]:
    return {code for code, _ in verdicts(row, indicator_worth(row, policy), policy)}


FORM = next(form for form in published_forms() if isinstance(form, SelfEvaluation))
TARGETS = ("≥10.00(场)", "≤10(天)", "=100(%)", "流程规范", None, DIVISION)
ACTUALS = ("8.00(场)", 10.0, "98.3(%)", "达成", "部分达成", "流程规范", "好", None)
POINTS: tuple[object, ...] = (5.0, 0.0, "-", DIVISION)
SCORES: tuple[object, ...] = (5.0, 4.92, 4.9, 4.0, 3.0, 0.0, -1.0, 5.01, "约5", None)
NAMES = (None, "群众投诉率", "参训人员满意度")
NOTES: tuple[object, ...] = (None, "—", "因场地维修取消两场培训。", -2146826246)


def product(every: int) -> Iterator[tuple[object, ...]]:
    rows = itertools.product(TARGETS, ACTUALS, POINTS, SCORES, NOTES)
    yield from itertools.islice(rows, 0, None, every)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "every"), [("shanghai", 1), ("hubei", 7)])
def test_a_row_is_wrong_exactly_when_the_rules_say_so(name: str, every: int) -> None:
    policy = load(name)
    spoken: dict[str, int] = dict.fromkeys(CODES, 0)

    for values, name in zip(product(every), itertools.cycle(NAMES), strict=False):
        row = udf_values.indicator([udf_values.raw(value) for value in values], name)
        outcome = judge(file(replace(FORM, indicators=(row,)), policy), ROW_RULES)
        assert outcome.faults == ()
        found = {finding.rule.code for finding in outcome.findings}
        assert codes(row, policy) == found, values
        for code in found:
            spoken[code] += 1

    assert min(spoken.values()) > 20 // every


def test_a_rule_that_the_policy_switches_off_is_silent_here_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.toml"
    off = '[severities.N601]\nvalue = "off"\nsince = "2024-01-01"\nsource = "本单位口径"\n'
    own.write_text(f'base = "shanghai"\n{off}', "utf-8")
    monkeypatch.setenv("JIXIAO_POLICY", str(own))

    assert udf.JX_CHECK("≥90(%)", "85(%)", 5.0, 4.72, None) == ""
    assert udf.JX_CHECK("≥90(%)", "85(%)", 5.0, 4.72, "无") != ""


@pytest.mark.parametrize("code", CODES)
def test_the_cases_of_the_rules(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = 0
    for case in cases((ROOT / "tests" / "rules" / f"{code}.md").read_text("utf-8")):
        form = read_texts(case.texts).form
        if not isinstance(form, SelfEvaluation) or any(r.block.text for r in form.indicators):
            continue
        name = str(case.texts.get("policy", "shanghai"))
        name = str(POLICIES / name) if name.endswith(".toml") else name
        monkeypatch.setenv("JIXIAO_POLICY", name)
        outcome = judge(file(form, load(name)), ROW_RULES)
        wrong = {finding.cell.address for finding in outcome.findings}
        for row in form.indicators:
            cells = (row.target, row.actual, row.points, row.score, row.note)
            said = udf.JX_CHECK(*(cell.text or None for cell in cells), row.name.text or None)
            said = "" if "读不成" in said else said
            assert bool(said) == any(cell.address in wrong for cell in cells), case.title
            rows += 1

    assert rows > 5


def test_published_forms_have_nothing_wrong_in_a_row() -> None:
    for sheet in published():
        found = judge(sheet.filing, ROW_RULES).findings
        said = udf.JX_CHECKS(sheet.rows)
        assert sum(1 for (text,) in said if text) == len({f.cell.address for f in found})


def test_templates_are_those_of_the_codes() -> None:
    known = {key.split()[0] for key in udf_words._CHECKS}
    assert known == set(CODES) <= {module.RULE.code for module in RULES}


def test_a_fault_of_ours_is_told_as_such_and_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("deliberately broken")

    monkeypatch.setattr(udf, "understood", broken)

    assert udf.JX_TARGET("≥15") == "程序故障，请把日志发给维护人"
    log = (tmp_path / "jixiao" / "excel.log").read_text("utf-8")
    assert "JX_TARGET" in log
    assert "RuntimeError: deliberately broken" in log


def test_a_fault_is_told_where_nothing_can_be_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "jixiao").write_text("a file where the folder should be")

    assert udf.JX_TARGET(object()) == "程序故障，请把日志发给维护人"
    assert udf.JX_EVALUATE([[object(), 1.0, 1.0]]) == "程序故障，请把日志发给维护人"


def test_the_log_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(udf_desk, "_LOG_SIZE", 2000)
    for _ in range(20):
        udf.JX_TARGET(object())

    assert udf_desk.log_file().stat().st_size < 4000


def test_a_policy_that_cannot_be_used_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_POLICY", "nowhere")

    told = udf.JX_SCORE("≥15", 33.0, 10.0)

    assert told.startswith("没有名为 nowhere 的评分办法")
    assert not udf_desk.log_file().exists()


def test_the_desk_without_windows_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("APPDATA")
    monkeypatch.setenv("HOME", str(tmp_path))

    assert udf_desk.log_file() == tmp_path / ".jixiao" / "excel.log"


def test_importing_it_stays_light() -> None:
    heavy = ("pandas", "numpy", "polars", "PIL", "openpyxl", "xlsxwriter", "xlrd")
    code = (
        f"import sys\nfor name in {heavy!r}: sys.modules[name] = None\nimport xlfuncs.udf\n"
        "print(*(name for name, module in sys.modules.items() if module))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert {"xlfuncs", "workbooks", "xlwings"} <= loaded
    assert loaded.isdisjoint({"validators", "macros", *heavy})
