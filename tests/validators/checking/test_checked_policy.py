"""What the rules make of a form under each place's policy, and policies with unknown rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases import judged, read_texts, texts_of
from validators.checking.catalogue import RETIRED
from validators.checking.checked_policy import policy_of
from validators.rule import Severity
from xlfuncs.policy import PolicyError, policy_names

HEAD = "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |"
ROW = f"{HEAD} 偏差原因分析及改进措施 |\n|---|---|---|---|---|---|---|---|\n"
NOTE = "因系统停机，下一年度将备用。"
MANY = f"{ROW}| 产出指标 | 数量指标 | 培训场次 | ≥10(场) | {{}}(场) | 20 | 20 | {{}} |\n"
EXACT = f"{ROW}| 产出指标 | 数量指标 | 培训场次 | =10(场) | 11(场) | 20 | 20 | |\n"
LATE = f"{ROW}| 产出指标 | 时效指标 | 办结时间 | ≤10(天) | 16(天) | 10 | {{}} | {NOTE} |\n"
PARTLY = f"{ROW}| 产出指标 | 质量指标 | 流程 | 流程规范 | 部分达成 | 20 | 11 | {NOTE} |\n"
RATED = "| 栏目 | 填写 |\n|---|---|\n| 总分 | {} |\n| 评分等级 | {} |\n"
SPENT = (
    "| 项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分数 | 执行率(%) | 得分 |\n"
    "|---|---|---|---|---|---|---|\n"
    "| 年度资金总额 | 50.00 | 50.00 | {0} | 10.00 | {1} | {2} |\n"
    "| 其中：当年财政拨款 | 50.00 | 50.00 | {0} | - | {1} | - |\n"
)


def found(text: str, policy: str) -> list[tuple[str, Severity]]:
    outcome = judged(read_texts(texts_of(text)), policy)
    assert outcome.faults == ()
    return [(finding.rule.code, finding.severity) for finding in outcome.findings]


def codes(text: str, policy: str) -> list[str]:
    return [code for code, _ in found(text, policy)]


@pytest.mark.parametrize(
    ("actual", "note", "guangxi", "national"),
    [
        ("12.9", "", [("N606", Severity.NOTE)], [("N606", Severity.NOTE)]),
        ("13", "", [("N605", Severity.ERROR)], [("N605", Severity.NOTE)]),
        ("22", "无", [("N605", Severity.ERROR)], [("N605", Severity.NOTE)]),
        ("13", "因新办法出台临时增加三场培训，下一年度将据此调整指标值。", [], []),
    ],
)
def test_guangxi_makes_it_an_error(
    actual: str, note: str, guangxi: list[object], national: list[object]
) -> None:
    assert found(MANY.format(actual, note), "guangxi") == guangxi
    assert found(MANY.format(actual, note), "national") == national


@pytest.mark.parametrize("place", policy_names())
def test_a_surplus_on_an_exact_target(place: str) -> None:
    deviates = place in {"hebei", "tianjin"}

    assert ("R504" in codes(EXACT, place)) is deviates


@pytest.mark.parametrize(
    ("score", "hubei", "national"),
    [
        ("4", ["R505"], []),
        ("4.01", ["R505"], ["R504"]),
        ("6.25", [], ["R504"]),
        ("6.26", ["R504"], ["R504"]),
    ],
)
def test_the_formula_of_hubei(score: str, hubei: list[str], national: list[str]) -> None:
    assert codes(LATE.format(score), "hubei") == hubei
    assert codes(LATE.format(score), "national") == national


def test_the_bands_of_hubei_and_jiangxi() -> None:
    outside = {place for place in policy_names() if "R507" in codes(PARTLY, place)}

    assert outside == set(policy_names()) - {"hubei", "jiangxi"}


@pytest.mark.parametrize(
    ("total", "word", "shanxi", "national"),
    [
        ("80.00", "优", True, False),
        ("79.99", "优", False, False),
        ("79.99", "良", True, False),
        ("80.00", "良", False, True),
        ("70.00", "良", True, False),
        ("69.99", "中", True, True),
    ],
)
def test_the_ratings_of_shanxi(total: str, word: str, shanxi: bool, national: bool) -> None:
    text = RATED.format(total, word)

    assert ("R508" not in codes(text, "shanxi")) is shanxi
    assert ("R508" not in codes(text, "national")) is national


@pytest.mark.parametrize(("word", "right"), [("合格", True), ("不合格", False), ("优", False)])
def test_the_words_of_the_final_account(word: str, right: bool) -> None:
    told = codes(RATED.format("99.90", word), "shanghai-final-account")

    assert told == ([] if right else ["R508"])


def test_low_execution_in_sichuan() -> None:
    below, at = SPENT.format("44.99", "89.98", "9.00"), SPENT.format("45.00", "90.00", "9.00")

    assert found(below, "sichuan") == [("B209", Severity.WARNING)]
    assert found(at, "sichuan") == []


@pytest.mark.parametrize("name", policy_names())
def test_the_standard_form_is_clean_everywhere(name: str) -> None:
    errors = [f for f in found("", name) if f[1] is Severity.ERROR]

    assert errors == ([("R508", Severity.ERROR)] if name == "shanghai-final-account" else [])


@pytest.mark.parametrize("name", policy_names())
def test_built_in_policies_speak_of_known_rules(name: str) -> None:
    assert policy_of(name).name == name


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("p460", "没有规则 p460，P 族有 P401、P402、P403、P404、P405"),
        (
            "deduction-unexplaned",
            "没有规则 deduction-unexplaned，最接近的是 N601（deduction-unexplained）",
        ),
        ("n605", "severities 里应写规则的编号 N605，不写 n605"),
        (
            "overachievement-unexplained",
            "severities 里应写规则的编号 N605，不写 overachievement-unexplained",
        ),
        ("Z000", "规则 Z000 已经停用，由 N605 代替"),
    ],
)
def test_an_unknown_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, told: str
) -> None:
    monkeypatch.setitem(RETIRED, "Z000", "由 N605 代替。")
    path = tmp_path / "own.toml"
    entry = 'value = "off"\nsince = "待核"\nsource = "本区要求"\n'
    path.write_text(f'base = "national"\n\n[severities.{code}]\n{entry}', "utf-8")

    with pytest.raises(PolicyError) as caught:
        policy_of(str(path))

    assert str(caught.value) == f"评分办法文件 {path} 第 4 行：{told}。"


def test_a_rule_switched_off(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    entry = 'value = "off"\nsince = "待核"\nsource = "本区要求"\n'
    path.write_text(f'base = "guangxi"\n[severities.N605]\n{entry}', "utf-8")

    assert found(MANY.format("13", ""), str(path)) == []
