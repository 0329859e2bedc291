"""What a reviewer said in a 复核表: of single rows, and of findings that he accepts (核准)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from workbooks.values.dataclass import dataclass

if TYPE_CHECKING:
    from validators.review.deductions import Deduction


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer says of one row: another score, an opinion, or both.

    `form` and `content` are keys (`identity`); `cell` is that of the score in the submitted file,
    empty for the line of 预算执行; `told` is the indicator's name; `score` None agrees with 自评.
    `actual` is 复核完成值, `reason` 扣分原因 as its list has it.
    """

    form: str
    content: str
    file: str
    sheet: str
    cell: str
    project: str
    told: str
    score: Decimal | None
    opinion: str
    actual: str = ""
    reason: str = ""

    @property
    def code(self) -> str:
        """It is about no rule."""
        return ""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding that a reviewer accepts (核准): `told` is its sentence, `severity` its word."""

    form: str
    content: str
    file: str
    sheet: str
    cell: str
    project: str
    told: str
    code: str
    severity: str
    reason: str
    reviewer: str
    day: date


@dataclass(frozen=True, slots=True)
class ManualVerdict:
    """What a reviewer says of what a criterion asks him to look at (人工): `told` is the question.

    `passed` None where he only wrote an opinion.
    """

    form: str
    content: str
    file: str
    sheet: str
    cell: str
    project: str
    told: str
    code: str
    passed: bool | None
    opinion: str


Said = Verdict | Acceptance | ManualVerdict
"""What a reviewer says of one row, finding or question, which holds as long as it is the same."""


@dataclass(frozen=True, slots=True)
class RuleAcceptance:
    """A rule that a reviewer accepts for a unit, or for all: `unit` empty.

    `until` is the last day on which that counts, `where` its row.
    """

    code: str
    unit: str
    reason: str
    reviewer: str
    day: date
    until: date | None
    requester: str
    where: str


@dataclass(frozen=True, slots=True)
class Unkept:
    """What somebody typed that was not taken over, or has no place any more.

    `where` is the row of the 复核表, `whose` what the row is about, `why` empty where it is told
    already in `where`'s own workbook.
    """

    where: str
    whose: str
    typed: str
    why: str


@dataclass(frozen=True, slots=True)
class Review:
    """What was read of a 复核表, in its order; `troubles` tell what was not taken over, and why.

    `unkept` is what was typed there, with what an earlier one had kept; `reasons` are those for a
    deduction that the office added.
    """

    verdicts: tuple[Verdict, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    troubles: tuple[str, ...] = ()
    rules: tuple[RuleAcceptance, ...] = ()
    unkept: tuple[Unkept, ...] = ()
    reasons: tuple[Deduction, ...] = ()
    manual: tuple[ManualVerdict, ...] = ()
