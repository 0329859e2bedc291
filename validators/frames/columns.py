"""The columns of the tables of `validators.frames`, as the fields of their rows."""

from __future__ import annotations

from decimal import Decimal

from workbooks.form_kinds import KindName
from workbooks.values.named_tuple import NamedTuple

SELF_EVALUATION: KindName = "SelfEvaluation"
DECLARATION: KindName = "TargetDeclaration"
"""The two values of `form`."""


class Project(NamedTuple):
    """One form.

    `declared_wan_yuan` is 年度资金申请总额, `annual_budget_wan_yuan` 全年预算数 and
    `executed_wan_yuan` 全年执行数 of 年度资金总额; `execution_rate` a ratio. `score` is the total
    that counts: as reported, or where none is written the sum of the reported scores; None where
    the total could not be read. `rating` is the stated one in the words of the policy, or where
    none is written the one for the total. `deducted` is what the form itself takes off,
    `execution_deducted` the share of 预算执行 in it. `unsummed` says why the score or an amount is
    missing, and `unsummed_cell` where an amount stands that cannot be true; the other `…_cell` are
    where the amounts stand. `duplicate` marks a form that another of the same unit, project, year
    and kind stands for.

    `total_reviewed` adds the reviewer's scores (复核得分), where he gave none those reported; so it
    equals `total_summed` where no 复核表 was given. What he said of 预算执行 stands in
    `execution_verdict` and the like. `accepted` counts the findings that he accepted (已核准),
    which are neither `errors` nor `warnings` nor `notes`.
    """

    file: str
    number: int
    sheet: str
    form: str
    edition: str
    policy: str
    department: str | None
    unit: str | None
    project: str | None
    fiscal_year: int | None
    money_unit: str | None
    declared_wan_yuan: Decimal | None
    annual_budget_wan_yuan: Decimal | None
    executed_wan_yuan: Decimal | None
    execution_rate: Decimal | None
    total_reported: Decimal | None
    total_summed: Decimal | None
    total_computed: Decimal | None
    total_reviewed: Decimal | None
    score: Decimal | None
    rating: str | None
    deducted: Decimal | None
    execution_points: Decimal | None
    execution_score: Decimal | None
    execution_deducted: Decimal | None
    execution_verdict: Decimal | None
    execution_opinion: str | None
    execution_reviewed_actual: str | None
    execution_reason: str | None
    execution_review_deviation: Decimal | None
    errors: int
    warnings: int
    notes: int
    accepted: int
    unreadable: int
    skips: int
    faults: int
    standing: str
    unsummed: str | None
    duplicate: bool = False
    declared_cell: str | None = None
    annual_budget_cell: str | None = None
    executed_cell: str | None = None
    unsummed_cell: str | None = None


class IndicatorRow(NamedTuple):
    """One indicator, or one part of a table where only the parts have points.

    `computed` is the score by the policy, `completion` the actual value ÷ the target, `deducted`
    points − score: 0 where nothing was taken off, None where it cannot be told. `verdict` is the
    reviewer's score (复核得分), None where he agrees or said nothing, `opinion` his 审核意见,
    `reviewed_actual` 复核完成值, `reason` 扣分原因 and `review_deviation` 偏离度 by the policy.
    """

    file: str
    number: int
    sheet: str
    cell: str | None
    form: str
    unit: str | None
    project: str | None
    fiscal_year: int | None
    category: str | None
    subcategory: str | None
    name: str | None
    target: str | None
    actual: str | None
    points: Decimal | None
    score: Decimal | None
    computed: Decimal | None
    completion: Decimal | None
    deducted: Decimal | None
    note: str | None
    verdict: Decimal | None
    opinion: str | None
    reviewed_actual: str | None
    reason: str | None
    review_deviation: Decimal | None


class FindingRow(NamedTuple):
    """One finding; `severity` is error, warning or note, `rule` its code.

    `accepted` marks what a reviewer accepted (已核准): it is no problem any more.
    """

    file: str
    number: int
    sheet: str
    cell: str | None
    form: str
    unit: str | None
    project: str | None
    fiscal_year: int | None
    rule: str
    name: str
    severity: str
    message: str
    accepted: bool


class RefusalRow(NamedTuple):
    """One file that could not be checked, or some sheet of which could not."""

    file: str
    reason: str
    message: str
