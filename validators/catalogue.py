"""The explicit list of rules, in the order of their codes."""

from __future__ import annotations

from validators.rule import RuleModule
from validators.rules import (
    n601_deduction_unexplained,
    n602_note_is_filler,
    n603_note_without_measure,
    n604_note_without_cause,
    n605_overachievement_unexplained,
    n606_overachievement_high,
    n607_note_too_short,
    n608_note_repeated,
    n609_note_without_deduction,
    n610_note_contradicts_numbers,
    p401_points_not_positive,
    p402_points_total_not_100,
    p403_points_differ_from_label,
    p404_points_differ_from_guide,
    p405_indicator_too_heavy,
    r501_score_above_points,
    r502_score_negative,
    r503_total_mismatch,
    r504_score_above_formula,
    r505_score_below_formula,
    r507_tier_score_outside_band,
    r508_rating_mismatch,
    r509_met_but_deducted,
    r510_score_decimals,
)

RULES: tuple[RuleModule, ...] = (
    n601_deduction_unexplained,
    n602_note_is_filler,
    n603_note_without_measure,
    n604_note_without_cause,
    n605_overachievement_unexplained,
    n606_overachievement_high,
    n607_note_too_short,
    n608_note_repeated,
    n609_note_without_deduction,
    n610_note_contradicts_numbers,
    p401_points_not_positive,
    p402_points_total_not_100,
    p403_points_differ_from_label,
    p404_points_differ_from_guide,
    p405_indicator_too_heavy,
    r501_score_above_points,
    r502_score_negative,
    r503_total_mismatch,
    r504_score_above_formula,
    r505_score_below_formula,
    r507_tier_score_outside_band,
    r508_rating_mismatch,
    r509_met_but_deducted,
    r510_score_decimals,
)

RETIRED: dict[str, str] = {}
"""Codes that are no longer in use, and what became of them; a code is never given again."""


def find(code_or_name: str) -> RuleModule | None:
    """The rule of a code (N601) or a name (deduction-unexplained)."""
    for module in RULES:
        if code_or_name.upper() == module.RULE.code or code_or_name == module.RULE.name:
            return module
    return None
