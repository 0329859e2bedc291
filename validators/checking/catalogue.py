"""The explicit list of rules, in the order of their codes. A new rule is named here, once."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from validators import rules
from validators.rule import RuleModule

_NAMES = (
    "b201_fund_total_mismatch",
    "b202_fund_total_missing",
    "b203_execution_rate_mismatch",
    "b204_rate_on_initial_budget",
    "b205_execution_score_mismatch",
    "b206_executed_over_budget",
    "b207_annual_budget_zero",
    "b208_money_unit_suspect",
    "b209_low_execution_unexplained",
    "b210_budget_adjusted_unexplained",
    "b211_unspent_high",
    "b212_payment_contradicts_executed",
    "b213_cost_above_executed",
    "d901_declared_funds_mismatch",
    "d902_dates_out_of_order",
    "d903_dates_outside_year",
    "d904_cost_without_ceiling",
    "d905_costs_exceed_budget",
    "d906_equality_on_count",
    "i301_target_not_understood",
    "i302_actual_not_numeric",
    "i303_actual_copies_target",
    "i304_all_actuals_equal_targets",
    "i305_unit_differs",
    "i306_rate_over_100",
    "i307_rate_without_percent",
    "i308_operator_missing",
    "i309_direction_implausible",
    "i310_duplicate_indicator",
    "i311_execution_rate_as_indicator",
    "i312_two_ideas_in_one",
    "i313_quantity_not_measured",
    "i314_subcategory_misplaced",
    "i315_tier_word_unknown",
    "i316_payment_as_quantity",
    "i317_hollow_indicator",
    "i318_same_output_and_benefit",
    "i320_satisfaction_without_figure",
    "m001_progress_behind_calendar",
    "m002_cause_not_chosen",
    "m003_certain_at_red_light",
    "m004_forecast_without_measure",
    "m005_same_reason_on_all_rows",
    "m006_progress_missing",
    "n601_deduction_unexplained",
    "n602_note_is_filler",
    "n603_note_without_measure",
    "n604_note_without_cause",
    "n605_overachievement_unexplained",
    "n606_overachievement_high",
    "n607_note_too_short",
    "n608_note_repeated",
    "n609_note_without_deduction",
    "n610_note_contradicts_numbers",
    "p401_points_not_positive",
    "p402_points_total_not_100",
    "p403_points_differ_from_label",
    "p404_points_differ_from_guide",
    "p405_indicator_too_heavy",
    "r501_score_above_points",
    "r502_score_negative",
    "r503_total_mismatch",
    "r504_score_above_formula",
    "r505_score_below_formula",
    "r507_tier_score_outside_band",
    "r508_rating_mismatch",
    "r509_met_but_deducted",
    "r510_score_decimals",
    "r511_results_far_above_spending",
    "s101_header_field_missing",
    "s102_goal_missing",
    "s103_target_missing",
    "s104_actual_missing",
    "s105_score_missing",
    "s106_placeholder_left",
    "s107_category_missing",
    "s108_total_missing",
    "s109_rating_missing",
    "s110_year_mismatch",
    "s111_hidden_content",
    "s112_formula_overwritten",
    "s113_template_outdated",
    "s114_not_as_stored",
    "s115_part_unread",
    "s116_indicators_missing",
    "s117_head_not_usual",
    "s118_text_cut_off",
    "t801_narrative_number_differs",
    "t802_outcome_copies_goal",
    "t803_goal_amount_differs",
)

RULES = tuple(cast(RuleModule, import_module(f"{rules.__name__}.{name}")) for name in _NAMES)

RETIRED: dict[str, str] = {}
"""Codes that are no longer in use, and what became of them; a code is never given again."""


def find(code_or_name: str) -> RuleModule | None:
    """The rule of a code (N601) or a name (deduction-unexplained)."""
    return _NAMED.get(code_or_name.upper()) or _NAMED.get(code_or_name)


_NAMED = {word: module for module in RULES for word in (module.RULE.code, module.RULE.name)}
