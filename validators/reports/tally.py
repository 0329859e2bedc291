"""Results counted: how many of what, and what is to be done with each form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from validators.bulk import CheckedForm, Result
from validators.engine import Obstacle
from validators.rule import Severity


class Standing(StrEnum):
    """What is to be done with a form, by the worst that was said of it."""

    RETURN = "退回修改"
    ASK = "请核实"
    INCOMPLETE = "未查全"
    ADVISED = "仅有提示"
    CLEAN = "未发现问题"
    REFUSED = "未能核查"


def standing(form: CheckedForm) -> Standing:
    """A form with an error or an unreadable cell goes back; one not wholly looked at is told so."""
    said = {finding.severity for finding in form.outcome.findings}
    if Severity.ERROR in said or form.reading.unreadable:
        return Standing.RETURN
    if Severity.WARNING in said:
        return Standing.ASK
    # A rule for a column that a place's layout does not have misses nothing of the form.
    unseen = any(skip.obstacle is not Obstacle.ABSENT for skip in form.outcome.skips)
    if unseen or form.outcome.faults:
        return Standing.INCOMPLETE
    return Standing.ADVISED if said else Standing.CLEAN


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over results. `forms` counts forms, and each refusal once, by their standing."""

    files: int
    checked: int
    errors: int
    warnings: int
    notes: int
    unreadable: int
    skips: int
    faults: int
    forms: Mapping[Standing, int]

    @property
    def refused(self) -> int:
        """Files of which no form was judged."""
        return self.files - self.checked


def tally(results: Iterable[Result]) -> Tally:
    """The counts of some results."""
    listed = tuple(results)
    forms = [form for result in listed for form in result.forms]
    said = Counter(finding.severity for form in forms for finding in form.outcome.findings)
    standings = Counter(map(standing, forms))
    standings[Standing.REFUSED] = sum(result.refusal is not None for result in listed)
    return Tally(
        files=len(listed),
        checked=sum(result.checked for result in listed),
        errors=said[Severity.ERROR],
        warnings=said[Severity.WARNING],
        notes=said[Severity.NOTE],
        unreadable=sum(len(form.reading.unreadable) for form in forms),
        skips=sum(len(form.outcome.skips) for form in forms),
        faults=sum(len(result.faults) for result in listed),
        forms={kind: standings[kind] for kind in Standing if standings[kind]},
    )


_TELLING = {
    Standing.RETURN: "{} 份需退回修改（有错误或读不成的单元格）",
    Standing.ASK: "{} 份请核实（有警告）",
    Standing.INCOMPLETE: "{} 份未查全（有规则未能检查）",
    Standing.ADVISED: "{} 份仅有提示",
    Standing.CLEAN: "{} 份未发现问题",
    Standing.REFUSED: "{} 份未能核查（打不开或认不出）",
}


def outlook(counted: Tally) -> str:
    """One sentence: of how many forms, how many are to be treated how."""
    if not counted.forms:
        return "没有找到可核查的文件。请确认路径，文件应为 .xlsx、.xlsm、.xls 或 .et。"
    parts = [_TELLING[kind].format(number) for kind, number in counted.forms.items()]
    return f"共 {sum(counted.forms.values())} 份：" + "，".join(parts) + "。"
