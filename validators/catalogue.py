"""The explicit list of rules, in the order of their codes."""

from __future__ import annotations

from validators.rule import RuleModule
from validators.rules import (
    b201_fund_total_mismatch,
    b202_fund_total_missing,
    b203_execution_rate_mismatch,
    b204_rate_on_initial_budget,
    b205_execution_score_mismatch,
    b206_executed_over_budget,
    b207_annual_budget_zero,
    b208_money_unit_suspect,
    b209_low_execution_unexplained,
    b210_budget_adjusted_unexplained,
    b211_unspent_high,
    n601_deduction_unexplained,
    s101_header_field_missing,
    s102_goal_missing,
    s103_target_missing,
    s104_actual_missing,
    s105_score_missing,
    s106_placeholder_left,
    s107_category_missing,
    s108_total_missing,
    s109_rating_missing,
    s110_year_mismatch,
    s111_hidden_content,
)

RULES: tuple[RuleModule, ...] = (
    b201_fund_total_mismatch,
    b202_fund_total_missing,
    b203_execution_rate_mismatch,
    b204_rate_on_initial_budget,
    b205_execution_score_mismatch,
    b206_executed_over_budget,
    b207_annual_budget_zero,
    b208_money_unit_suspect,
    b209_low_execution_unexplained,
    b210_budget_adjusted_unexplained,
    b211_unspent_high,
    n601_deduction_unexplained,
    s101_header_field_missing,
    s102_goal_missing,
    s103_target_missing,
    s104_actual_missing,
    s105_score_missing,
    s106_placeholder_left,
    s107_category_missing,
    s108_total_missing,
    s109_rating_missing,
    s110_year_mismatch,
    s111_hidden_content,
)

RETIRED: dict[str, str] = {}
"""Codes that are no longer in use, and what became of them; a code is never given again."""


def find(code_or_name: str) -> RuleModule | None:
    """The rule of a code (N601) or a name (deduction-unexplained)."""
    for module in RULES:
        if code_or_name.upper() == module.RULE.code or code_or_name == module.RULE.name:
            return module
    return None
