"""The explicit list of rules, in the order of their codes."""

from __future__ import annotations

from validators.rule import RuleModule
from validators.rules import n601_deduction_unexplained

RULES: tuple[RuleModule, ...] = (n601_deduction_unexplained,)

RETIRED: dict[str, str] = {}
"""Codes that are no longer in use, and what became of them; a code is never given again."""


def find(code_or_name: str) -> RuleModule | None:
    """The rule of a code (N601) or a name (deduction-unexplained)."""
    for module in RULES:
        if code_or_name.upper() == module.RULE.code or code_or_name == module.RULE.name:
            return module
    return None
