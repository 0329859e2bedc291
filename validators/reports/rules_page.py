"""The rules as pages to read, all from their docstrings: RULES.md, one rule, the list.

`python -m validators.reports.rules_page` writes RULES.md anew.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from validators.checking.catalogue import RETIRED, RULES
from validators.rule import Rule, RuleModule
from validators.terminal_text import Column, padded, table, width
from workbooks.form_kinds import ALL_KINDS

FAMILIES: Mapping[str, str] = {
    "S": "完整性",
    "B": "资金",
    "I": "指标",
    "P": "分值",
    "R": "得分",
    "N": "偏差原因",
    "T": "文字",
    "D": "申报",
    "M": "监控",
    "X": "跨表",
}
"""The families of rules by the first letter of their codes."""

PAGE = Path(__file__).parents[1] / "RULES.md"
"""Where the generated page lies."""

_HEAD = """\
# 核查规则

本页由各条规则的说明生成，请勿直接修改。「错误」应当改正；「警告」请核实；「提示」供参考。\
级别和分界值可由评分办法调整；级别也可在审核口径里改，或不用一条规则（`jixiao criteria --init`）。
"""


def summary(module: RuleModule) -> str:
    """What a rule finds, in one sentence: the first line of its documentation."""
    return (module.__doc__ or "").strip().partition("\n")[0]


def section(module: RuleModule, heading: str) -> str:
    """The text under one heading of a rule's documentation; empty where there is none."""
    parts = re.split(r"^## +(.+?) *$", module.__doc__ or "", flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True)).get(heading, "").strip()


def markdown(rules: Collection[RuleModule] = RULES) -> str:
    """RULES.md: an index by family, then the whole documentation of each rule."""
    blocks = [_HEAD]
    for letter, family in FAMILIES.items():
        own = [module for module in rules if module.RULE.code.startswith(letter)]
        if own:
            blocks.append(f"## {letter} {family}\n")
            blocks.append("| 编号 | 名称 | 级别 | 发现什么 |\n|---|---|---|---|")
            blocks += [_index_row(module) for module in own]
            blocks.append("")
    for module in rules:
        blocks += [_heading(module), "", _documentation(module), ""]
    if RETIRED:
        blocks.append("## 停用的编号\n")
        blocks += [f"* {code}：{what}" for code, what in RETIRED.items()]
        blocks.append("")
    return "\n".join(blocks).rstrip("\n") + "\n"


def _index_row(module: RuleModule) -> str:
    rule = module.RULE
    link = f"[{rule.code}](#{rule.code.lower()}-{rule.name})"
    return f"| {link} | {rule.name} | {rule.severity.word} | {summary(module)} |"


def _heading(module: RuleModule) -> str:
    return f"## {module.RULE.code} {module.RULE.name}"


def _documentation(module: RuleModule) -> str:
    """What a rule is for and its documentation, one level of headings further down."""
    body = re.sub(r"^##", "###", (module.__doc__ or "").strip(), flags=re.MULTILINE)
    first, _, rest = body.partition("\n")
    return f"{first}\n\n{_facts(module)}\n{rest}"


def _facts(module: RuleModule) -> str:
    rule = module.RULE
    forms = "、".join(kind.word for kind in ALL_KINDS if kind.form in rule.forms)
    related = f" · 相关 {'、'.join(rule.related)}" if rule.related else ""
    return f"级别 {level(rule)} · 适用 {forms} · 始于 {rule.since}{related}"


def level(rule: Rule) -> str:
    """The level of a rule, that of its lesser sentences, and whether it is on trial."""
    lesser = "、".join(dict.fromkeys(severity.word for severity in rule.lesser.values()))
    told = f"{rule.severity.word}（轻的为{lesser}）" if lesser else rule.severity.word
    return f"{told}（试行，不计入）" if rule.trial else told


def as_data(rules: Collection[RuleModule] = RULES) -> list[dict[str, Any]]:
    """The rules for another program: code, name, severity, what it is about, documentation."""
    return [
        {
            "code": module.RULE.code,
            "name": module.RULE.name,
            "severity": module.RULE.severity.value,
            "forms": [form.__name__ for form in module.RULE.forms],
            "summary": summary(module),
            "source": module.RULE.source,
            "since": module.RULE.since,
            "related": list(module.RULE.related),
            **({"trial": True} if module.RULE.trial else {}),
            "documentation": (module.__doc__ or "").strip(),
        }
        for module in rules
    ]


_REGRADED = (
    "改级别或停用：评分办法里写 [severities.{code}]，value 填 error、warning、note 或 off，"
    "试行的规则写了就计入"
)


def explain(module: RuleModule) -> str:
    """One rule for the terminal: its documentation, with tables in columns."""
    head = f"{module.RULE.code} {module.RULE.name}（{module.RULE.severity.word}）"
    first, _, rest = (module.__doc__ or "").strip().partition("\n")
    key = _REGRADED.format(code=module.RULE.code)
    return "\n".join([head, first, _facts(module), key, *_for_terminal(rest)]).rstrip("\n")


def _for_terminal(text: str) -> Iterator[str]:
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            rows.append([part.strip() for part in line.strip().strip("|").split("|")])
            continue
        if rows:
            yield from _in_columns(rows)
            rows = []
        yield re.sub(r"^#+ +(.+?) *$", r"【\1】", line)


def _in_columns(rows: list[list[str]]) -> Iterator[str]:
    """A Markdown table whose columns are as wide as their texts, 24 places at most."""
    head, body = rows[0], rows[2:]
    filled = [[*row, *[""] * len(head)][: len(head)] for row in body]
    places = [max(4, *(width(row[i]) for row in [head, *filled])) for i in range(len(head))]
    columns = [Column(name, min(24, most)) for name, most in zip(head, places, strict=True)]
    yield from table(columns, filled)


def listing(rules: Collection[RuleModule] = RULES) -> str:
    """All rules for the terminal, a line each, by family."""
    longest = max((len(module.RULE.name) for module in rules), default=0)
    lines: list[str] = []
    for letter, family in FAMILIES.items():
        own = [module for module in rules if module.RULE.code.startswith(letter)]
        lines += [f"{letter} {family}"] if own else []
        for module in own:
            rule = module.RULE
            name = padded(rule.name, longest)
            lines.append(f"  {rule.code}  {rule.severity.word}  {name}  {summary(module)}")
    count = f"共 {len(rules)} 条规则。jixiao explain 编号 可看一条规则的说明。"
    return "\n".join([*lines, count])


if __name__ == "__main__":
    PAGE.write_text(markdown(), encoding="utf-8", newline="\n")
