"""The rules as a list for Excel, from their own documentation."""

from __future__ import annotations

from macros.excel.live_books import Listing
from validators.checking.catalogue import RULES
from validators.reports.rules_page import section, summary

_LEAD = "核查规则：「错误」应当改正，「警告」请核实，「提示」供参考。级别和分界值可由评分办法调整。"
_HEADS = ("规则", "级别", "检查什么", "为什么", "怎么改", "依据")
_SECTIONS = _HEADS[3:]


def rule_list() -> Listing:
    """All rules, a line each."""
    lines = tuple(
        (
            module.RULE.code,
            module.RULE.severity.word,
            summary(module),
            *(section(module, heading) for heading in _SECTIONS),
        )
        for module in RULES
    )
    return Listing("规则说明", ((_LEAD,), _HEADS, *lines), (8.0, 8.0, 30.0, 45.0, 45.0, 40.0))
