"""What a reviewer said in a 复核表: of single rows, and of findings that he accepts (核准)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from workbooks.values.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer says of one row: another score, an opinion, or both.

    `form` and `content` are keys (`identity`); `cell` is that of the score in the submitted file,
    empty for the line of 预算执行; `told` is the indicator's name; `score` None agrees with 自评.
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

    @property
    def code(self) -> str:
        """It is about no rule."""
        return ""


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


Said = Verdict | Acceptance | ManualVerdict
"""What a reviewer says of one row, finding or question, which it is about as long as it is so."""


@dataclass(frozen=True, slots=True)
class Review:
    """What was read of a 复核表, in its order; `troubles` tell what was not taken over, and why.

    `earlier` is what did not apply any more when it was written: kept, and told no more.
    """

    verdicts: tuple[Verdict, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    troubles: tuple[str, ...] = ()
    rules: tuple[RuleAcceptance, ...] = ()
    manual: tuple[ManualVerdict, ...] = ()
    earlier: tuple[Said, ...] = ()
