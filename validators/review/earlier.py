"""The lines of the sheet 以前填的: what a reviewer once filled in and does not apply now.

It is carried from one 复核表 to the next, and applies again when what it is about comes back.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import assert_never

from validators.review.review import Acceptance, ManualVerdict, Said, Verdict
from validators.review.sheets import EARLIER_HEADS, FAILED, PASSED, ReviewLine, sealed, unsealed
from workbooks.values.decimals import plain

_SCORED, _ACCEPTED, _ASKED = "复核", "核准", "人工审核"
_WHY, _KEY = EARLIER_HEADS[1], EARLIER_HEADS[-1]
_LOCKED = tuple(head for head in EARLIER_HEADS if head not in (_WHY, _KEY))


def written(said: Said, why: str) -> tuple[str, ...]:
    """One line by `EARLIER_HEADS`, the key last."""
    match said:
        case Verdict():
            kind, level, reviewer, day = _SCORED, "", "", ""
            chosen = "" if said.score is None else plain(said.score)
            words = said.opinion
        case Acceptance():
            kind, level, chosen, words = _ACCEPTED, said.severity, "是", said.reason
            reviewer, day = said.reviewer, said.day.isoformat()
        case ManualVerdict():
            kind, level, reviewer, day = _ASKED, "", "", ""
            chosen = {True: PASSED, False: FAILED, None: ""}[said.passed]
            words = said.opinion
        case _:
            assert_never(said)
    where = (said.project, said.file, said.sheet, said.cell, said.code, level, said.told)
    locked = (kind, *where, chosen, words, reviewer, day)
    return (kind, why, *locked[1:], sealed(said.form, said.content, locked))


def read_back(line: ReviewLine) -> Said | None:
    """What a line says; None where it is not as it was written."""
    texts = [line.text(head) for head in _LOCKED]
    known = unsealed(line.text(_KEY), texts)
    if known is None:
        return None
    kind, project, file, sheet, cell, code, level, told, chosen, words, reviewer, day = texts
    where = (*known, file, sheet, cell, project, told)
    try:
        if kind == _SCORED:
            return Verdict(*where, Decimal(chosen) if chosen else None, words)
        if kind == _ACCEPTED:
            accepted = date.fromisoformat(day)
            return Acceptance(*where, code, level, words, reviewer, accepted)
    except (InvalidOperation, ValueError):
        return None
    return ManualVerdict(*where, code, {PASSED: True, FAILED: False}.get(chosen), words)
