"""What 说明此格 tells of the row of the selected cell: its score, its findings, their remedies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from validators.checking.catalogue import find
from validators.checking.check_file import CheckedForm
from validators.filing import scored
from validators.reports.rules_page import section
from validators.rule import Finding
from validators.wording import unreadable_text
from workbooks.forms import Cell
from workbooks.grid import position

NOTHING = "第 {row} 行：没有要说明的得分，也没有发现问题。"
SCORE = "第 {row} 行「{name}」：{explanation}"
FOUND = "{address} {severity} {code}：{text}"
REMEDY = "怎么改：{remedy}"
_LONGEST = 300  # signs of a remedy: the whole is what 规则说明 is for


def explained(row: int, forms: Sequence[CheckedForm]) -> str:
    """Everything there is to say about a row of a sheet."""
    lines = [line for form in forms for line in (*_scores(row, form), *_found(row, form))]
    return "\n".join(lines) or NOTHING.format(row=row)


def _on(row: int, cell: Cell[Any]) -> bool:
    return bool(cell.address) and position(cell.address)[0] == row


def _scores(row: int, form: CheckedForm) -> Iterator[str]:
    filing = scored(form.filing)
    if filing is None:
        return
    for indicator, worth in zip(filing.form.indicators, filing.worth.indicators, strict=True):
        if _on(row, indicator.target) or _on(row, indicator.name):
            name = indicator.name.text
            yield SCORE.format(row=row, name=name, explanation=worth.explanation)


def _found(row: int, form: CheckedForm) -> Iterator[str]:
    for cell in form.reading.unreadable:
        if _on(row, cell):
            yield f"{cell.address} 读不成：{unreadable_text(cell, form.reading.form)}"
    for joint in form.outcome.findings:
        for one in joint.by_row:
            if _on(row, one.cell):
                yield from _told(one)


def _told(finding: Finding) -> Iterator[str]:
    rule = finding.rule
    yield FOUND.format(
        address=finding.cell.address,
        severity=finding.severity.word,
        code=rule.code,
        text=finding.text,
    )
    module = find(rule.code)
    remedy = " ".join(section(module, "怎么改").split()) if module else ""
    if remedy:
        yield REMEDY.format(remedy=remedy if len(remedy) <= _LONGEST else f"{remedy[:_LONGEST]}……")
