"""What is to be done with a form."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from validators.checking.check_file import CheckedForm
from validators.engine import Obstacle
from validators.rule import Severity


class Standing(StrEnum):
    """What is to be done with a form, by the worst that was said of it."""

    RETURN = "退回修改"
    ASK = "请核实"
    INCOMPLETE = "未查全"
    ADVISED = "仅有提示"
    ACCEPTED = "已核准"
    CLEAN = "未发现问题"
    REFUSED = "未能核查"


def standing(form: CheckedForm) -> Standing:
    """A form with an error or an unreadable cell goes back; one not wholly looked at is told so."""
    said = {finding.severity for finding in form.outcome.findings}
    return stands(said, unreadable=bool(form.reading.unreadable), unseen=unseen(form))


def stands(said: Collection[str], *, unreadable: bool, unseen: bool) -> Standing:
    """The same by the severities that were said of a form, and by what could not be looked at."""
    if Severity.ERROR in said or unreadable:
        return Standing.RETURN
    if Severity.WARNING in said:
        return Standing.ASK
    if unseen:
        return Standing.INCOMPLETE
    return Standing.ADVISED if said else Standing.CLEAN


def unseen(form: CheckedForm) -> bool:
    """Whether something of a form was not looked at, although its layout has it."""
    # A rule for a column that a place's layout does not have misses nothing of the form.
    skipped = any(skip.obstacle is not Obstacle.ABSENT for skip in form.outcome.skips)
    return skipped or bool(form.outcome.faults) or not form.outcome.applied
