"""Every rule in every layout and by every way of scoring: does it speak where it should?

For each rule the bad example of its documentation is written into the layout of each edition
(`tests/relaid.py`) and judged by all rules. There the rule must find it, and no other rule
anything; or say that it was not applied (未检查); or it is written down here why it has nothing
to look at in that layout. `python -m tests.rule_table` writes the page anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from tests.cases import cases, kind_of_texts, outcome_of, texts_of
from tests.relaid import EDITIONS, POLICIES, STANDARD, Texts, fitted, kind, relaid
from validators.checking.catalogue import RULES
from validators.engine import Outcome, judge
from validators.filing import file
from validators.reports.rules_page import section
from validators.rule import Rule, RuleModule
from workbooks.forms import Category, Form, MonitoringReport, SelfEvaluation, TargetDeclaration
from workbooks.reading.edition import built_in
from workbooks.reading.read_form import Reading, read_grid
from xlfuncs.policy import Policy, load, policy_names

PAGE = Path(__file__).parents[1] / "validators" / "RULES_BY_EDITION.md"

CASES = Path(__file__).parent / "rules"

_HEADS = "| 栏目 | 填写 |\n|---|---|\n"
_INDICATORS = "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 |\n|---|---|---|---|\n"
LONG = "示范市市场监督管理局行政许可与公共服务管理事务中心（示范市食品药品审评查验中心）"
OTHERWISE: dict[tuple[str, str], str] = {}
"""Another bad example where that of the documentation has no place in a layout."""
for _edition in ("anhui-self-evaluation", "shanxi-self-evaluation"):
    # the place is known by the 主管部门 that the usual example blanks or changes
    OTHERWISE["S101", _edition] = f"{_HEADS}| 实施单位 | （空） |\n"
    OTHERWISE["S118", _edition] = f"{_HEADS}| 行高 | 4=9 |\n| 实施单位 | {LONG} |\n"
OTHERWISE |= {
    ("S101", "national-department-evaluation"): f"{_HEADS}| 项目名称 | （空） |\n",
    (
        "S118",
        "national-department-evaluation",
    ): f"{_HEADS}| 行高 | 3=9 |\n| 项目名称 | {LONG * 3} |\n",
    ("S101", "national-department-declaration"): f"申报表：\n\n{_HEADS}| 项目名称 | （空） |\n",
    (
        "S118",
        "national-department-declaration",
    ): f"申报表：\n\n{_HEADS}| 行高 | 3=9 |\n| 项目名称 | {LONG * 3} |\n",
    (
        "S113",
        "shanghai-target-declaration",
    ): f"申报表：\n\n{_HEADS}| 空白表版本 | 0 |\n| 有公式的单元格 | F6 |\n",
    ("S114", "yunnan-self-evaluation"): f"{_HEADS}| 数字格式 | D6 500000000 #,##0.00, |\n",
}
for _edition in EDITIONS:
    if kind(_edition) == "申报表":
        size = 500000000 if _edition in STANDARD else 50000
        OTHERWISE["S114", _edition] = f"申报表：\n\n{_HEADS}| 数字格式 | F6 {size} #,##0.00, |\n"
for _edition in ("national-target-declaration", "national-department-declaration"):
    # 万元 with two decimals there
    OTHERWISE["D905", _edition] = (
        f"申报表：\n\n{_INDICATORS}| 成本指标 | 经济成本指标 | 培训费用 | ≤600000.00(元) |\n"
    )

_MONITORED = "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 执行情况 |\n|---|---|---|---|---|\n"
for _code, _table in (
    ("S102", f"{_HEADS}| 总体目标 | （空） |\n"),
    ("S118", f"{_HEADS}| 行高 | 4=9 |\n| 主管部门 | {LONG * 3} |\n"),
    ("S110", f"{_HEADS}| 总体目标 | 按计划完成2023年度业务培训。 |\n"),
    ("I306", f"{_MONITORED}| 产出指标 | 质量指标 | 培训合格率 | ≥95(%) | 105(%) |\n"),
):
    OTHERWISE[_code, "national-monitoring-report"] = f"监控表：\n\n{_table}"

ONE_LINE = "资金表只有总额一行，没有可以相加的各行"
NO_GOALS = "没有年度目标、完成情况两栏"
NO_DATES = "没有计划开始、完成日期两栏"
NOT_SCORED = "预算执行在这里不另计分"
NOT_APPLICABLE = {
    ("B201", "hubei-self-evaluation"): ONE_LINE,
    ("B210", "national-department-evaluation"): "只有一栏预算数",
    ("D901", "national-department-declaration"): ONE_LINE,
    ("D902", "national-department-declaration"): NO_DATES,
    ("D902", "national-target-declaration"): NO_DATES,
    ("D903", "national-department-declaration"): NO_DATES,
    ("D903", "national-target-declaration"): NO_DATES,
    ("I311", "hunan-county-self-evaluation"): NOT_SCORED,
    ("I311", "ningxia-self-evaluation"): NOT_SCORED,
    ("S102", "hubei-self-evaluation"): NO_GOALS,
    ("S102", "ningxia-self-evaluation"): NO_GOALS,
}
"""What a rule has nothing to look at, by rule and edition, and why."""
for _edition in EDITIONS:
    if _edition not in STANDARD:
        for _code in ("S112", "S113"):
            NOT_APPLICABLE[_code, _edition] = "只看本工具的空白表"

COMPANIONS = {
    ("B201", "national-monitoring-report"): {"B203"},
    ("S113", "national-monitoring-report"): {"S112"},
    **{
        (code, "national-monitoring-report"): {"M006"}
        for code in ("I301", "I306", "I309", "I310", "S103", "S106", "S107")
    },
    ("B204", "national-department-evaluation"): {"B205"},
    ("R502", "hubei-self-evaluation"): {"N601"},
    **{
        ("B204", f"{name}-self-evaluation"): {"B203"}
        for name in ("hubei", "hunan-county", "sichuan-linkage")
    },
}
"""What is found besides: the wrong rate without 年初预算数 to explain it; the sum of a part; in a
monitoring report what an example leaves blank there."""

FOUND, SKIPPED, SILENT = "查", "未检查", "没有提出"


@dataclass(frozen=True)
class Said:
    """What came of a rule's bad example in one layout: of the rule, and of the others."""

    of_rule: str
    others: frozenset[str] = frozenset()


def concerns(rule: Rule, edition: str) -> bool:
    """Whether a rule is about the kind of form that an edition is of."""
    return _FORMS[kind(edition)] in rule.forms


_FORMS: dict[str, type[Form]] = {
    "自评表": SelfEvaluation,
    "申报表": TargetDeclaration,
    "监控表": MonitoringReport,
}


def law(name: str, module: RuleModule) -> Policy:
    """A policy in which this rule counts, though it is on trial or asks for a guide of points."""
    policy, rule = load(name), module.RULE
    if rule.trial:
        policy = replace(policy, severities={**policy.severities, rule.code: rule.severity.value})
    if rule.code == "P404":
        policy = replace(policy, category_guide=GUIDE)
    return policy


GUIDE = {
    Category.OUTPUT: Decimal(50),
    Category.BENEFIT: Decimal(30),
    Category.SATISFACTION: Decimal(10),
}


@cache
def example(module: RuleModule, kind: str) -> Texts:
    """A form of this kind that breaks a rule alone: of its page, or the first such case."""
    found = [texts_of(section(module, "不合格"))]
    path = CASES / f"{module.RULE.code}.md"
    found += [case.texts for case in cases(path.read_text("utf-8"))]
    for texts in found:
        alone = told(outcome_of(texts)) - companions(module) == {module.RULE.code}
        if kind_of_texts(texts) == kind and alone:
            return texts
    cut = re.sub(r"(?m)^((?:\|[^|\n]*){4})\|.*", r"\1|", section(module, "不合格"))
    return texts_of(f"{kind}：\n\n{cut}")


def companions(module: RuleModule) -> set[str]:
    """What may be found besides: the rules in which one on trial has its neighbours."""
    return set(module.RULE.related if module.RULE.trial else ())


def bad(module: RuleModule, edition: str, policy: Policy) -> Texts:
    """The form that breaks a rule, with the points of this place."""
    other = OTHERWISE.get((module.RULE.code, edition))
    texts = example(module, kind(edition)) if other is None else texts_of(other)
    return fitted(edition, texts, policy)


def told(outcome: Outcome) -> set[str]:
    """The rules that found anything."""
    return {found.rule.code for found in (*outcome.findings, *outcome.trials)}


def said(module: RuleModule, edition: str, policy: Policy) -> Said:
    """What comes of the bad example of a rule in the layout of an edition."""
    code, found = module.RULE.code, set[str]()
    (one,) = read_grid(relaid(edition, bad(module, edition, policy)))
    assert isinstance(one, Reading), one.refusal
    assert one.edition.name == edition, (one.edition.name, edition)
    outcome = judge(file(one.form, policy), RULES)
    assert outcome.faults == ()
    found = told(outcome)
    others = frozenset(found - {code} - companions(module))
    skipped = any(skip.rule.code == code for skip in outcome.skips)
    return Said(FOUND if code in found else SKIPPED if skipped else SILENT, others)


def cell(module: RuleModule, edition: str) -> str:
    """How a rule stands in an edition, by the policy of that place."""
    rule = module.RULE
    if not concerns(rule, edition):
        return "—"
    if (rule.code, edition) in NOT_APPLICABLE:
        return f"不适用{_note(NOT_APPLICABLE[rule.code, edition])}"
    if load(POLICIES[edition]).severities.get(rule.code) == "off":
        return "不查"
    return said(module, edition, law(POLICIES[edition], module)).of_rule


def line(module: RuleModule) -> str:
    """The row of a rule."""
    rule = module.RULE
    cells = [cell(module, edition) for edition in EDITIONS]
    own = [(load(name), load(name).severities.get(rule.code)) for name in policy_names()]
    others = [f"{policy.name} {_LEVELS[level]}" for policy, level in own if level is not None]
    if rule.code == "P404":
        others = ["写有参考分值的办法才查"]
    level = f"{rule.severity.word}（试行）" if rule.trial else rule.severity.word
    return f"| {rule.code} | {level} | {' | '.join(cells)} | {'、'.join(others)} |"


_LEVELS = {"error": "错误", "warning": "警告", "note": "提示", "off": "不查"}
_TITLES = [re.sub("项目支出绩效|表", "", edition.title) for edition in built_in()]
_REASONS = tuple(dict.fromkeys(NOT_APPLICABLE.values()))


def _note(reason: str) -> str:
    return "①②③④⑤⑥⑦⑧⑨"[_REASONS.index(reason)]


_HEAD = """\
# 每条规则在各版式里查不查

本页由测试生成，请勿直接修改：每条规则的不合格的例子写进每一种版式，按那里的评分办法核查。

* 查：那条规则提出来，别的规则不提出；其他各评分办法也一样（写明“不查”的除外）；
* 未检查：那种版式没有要看的栏目，核查结果里写明未检查；
* 不适用：那种版式没有这条规则要看的内容，原因见表后；
* —：规则不管这一种表。

每种版式、每个评分办法都有一份填得没有问题的表，各条规则都不提出。最后一栏是改了级别的评分办法。

"""


def framed(lines: Sequence[str]) -> str:
    """The page with these rows in its table."""
    heads = ["规则", "级别", *_TITLES, "评分办法"]
    table = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads), *lines]
    reasons = [f"{_note(reason)} {reason}。" for reason in _REASONS]
    return _HEAD + "\n".join([*table, "", "  \n".join(reasons), ""])


if __name__ == "__main__":
    PAGE.write_text(framed([line(module) for module in RULES]), "utf-8", newline="\n")
