"""What a reviewer said, made by hand, and joined to records as a run joins it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from validators.checking.catalogue import RULES
from validators.checking.check_file import Result
from validators.records.identity import finding_key, form_key
from validators.records.record import Record, recorded
from validators.review.applied import Reviewed, Reviewing
from validators.review.review import Acceptance, Review, Verdict

CODES = [module.RULE.code for module in RULES]
REASON = "经核实，情况属实"
TROUBLE = "「问题核准」第 7 行没有填理由，不算核准。"
GONE = "这次没有核查到这张表（单位、项目、年度、工作表都相同的）。"
CHANGED = "这一行的内容改动过，或已删去，请重新复核。"
"""Why the verdict below does not apply."""


def acceptance(record: Record, reason: str = REASON, reviewer: str = "审核员") -> Acceptance:
    """The first finding of a record, accepted."""
    form = record.data.forms[0]
    finding = form.findings[0]
    return Acceptance(
        form_key(form),
        finding_key(form, finding),
        record.path.name,
        form.sheet,
        finding.cell or "",
        form.project or "",
        finding.message,
        finding.code,
        finding.severity.word,
        reason,
        reviewer,
        date(2025, 3, 1),
    )


def reviewed(
    *results: Result, reason: str = REASON, reviewer: str = "审核员"
) -> tuple[list[Record], Reviewed]:
    """Records whose first finding each is accepted, and what of the 复核表 does not count.

    That is a row without a reason, the finding of a form that is gone, and a score of a row that
    was changed.
    """
    records = [recorded(result) for result in results]
    accepted = [acceptance(record, reason, reviewer) for record in records]
    lapsed = replace(accepted[0], form="gone", file="旧.xlsx")
    verdict = Verdict(
        accepted[0].form, "changed", "旧.xlsx", "自评表", "G20", "甲项目", "培训场次", None, reason
    )
    review = Review((verdict,), (*accepted, lapsed), (TROUBLE,))
    joined = Reviewing(review, CODES)
    return list(map(joined.applied, records)), joined.ended(whole=True)
