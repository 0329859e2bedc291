"""Labels against findings: how much of what a reviewer tells is told, and how much is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.benchmarks.judgement.forms import KINDS, Label, Labelled
from validators.checking.check_file import CheckedForm, Choice, check_grid
from validators.rule import Finding

LEVELS = ("错误", "警告", "提示")
TRIAL = "试行"


@dataclass(frozen=True)
class Told:
    """One cell that a rule told of; `level` is that of the finding, or 试行."""

    level: str
    cell: str
    code: str


@dataclass(frozen=True)
class Held:
    """What came of one form: labels with what told them, and what no label asks for."""

    form: Labelled
    found: tuple[tuple[Label, str], ...]
    """Each label, and the level at which it was told; empty where it was not."""
    right: tuple[Told, ...]
    wrong: tuple[Told, ...]


def told(form: Labelled) -> tuple[Told, ...]:
    """Everything that the rules say of a form, cell by cell."""
    outcome = checked(form).outcome
    return (*_cells(outcome.findings, ""), *_cells(outcome.trials, TRIAL))


def checked(form: Labelled) -> CheckedForm:
    """The form, read and judged by the policy of its place."""
    (one,) = [found for found in check_grid(form.grid, Choice()) if isinstance(found, CheckedForm)]
    assert one.outcome.faults == ()
    return one


def _cells(findings: Iterable[Finding], level: str) -> Iterator[Told]:
    for finding in findings:
        for row in finding.by_row:
            yield Told(level or row.severity.word, row.cell.address, row.rule.code)


def held(form: Labelled) -> Held:
    """The labels of a form against what was told of it."""
    said = told(form)

    def fits(label: Label, one: Told) -> bool:
        return label.cell == one.cell and one.code in KINDS[label.kind]

    found = tuple(
        (label, next((one.level for one in said if fits(label, one)), "")) for label in form.labels
    )
    right = tuple(one for one in said if any(fits(label, one) for label in form.labels))
    return Held(form, found, right, tuple(one for one in said if one not in right))


def table(results: Iterable[Held]) -> list[str]:
    """README's table: recall by what the reviewer calls it, precision by what the rules do."""
    results = tuple(results)
    found = [pair for one in results for pair in one.found]
    labelled = Counter(label.level for label, _ in found)
    hit = Counter(label.level for label, level in found if level)
    right = Counter(one.level for held in results for one in held.right)
    wrong = Counter(one.level for held in results for one in held.wrong)
    lines = ["| 级别 | 评审人标注 | 提出的 | 查全率 | 规则提出 | 标注过的 | 查准率 |"]
    lines.append("|---|---|---|---|---|---|---|")
    for level in (*LEVELS, TRIAL):
        said = right[level] + wrong[level]
        recall = _share(hit[level], labelled[level]) if level != TRIAL else "—"
        own = (labelled[level], hit[level]) if level != TRIAL else ("—", "—")
        cells = (level, *own, recall, said, right[level], _share(right[level], said))
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return lines


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "—"


BEFORE = {"错误": 0, "警告": 17, "提示": 19}
"""What the nine published forms were told of before findings with one cause were joined."""


def published_table(forms: Iterable[Labelled]) -> list[str]:
    """How many findings of each level these forms have, and had before."""
    now = Counter(one.severity.word for form in forms for one in checked(form).outcome.findings)
    lines = ["| 九份公开的表 | 错误 | 警告 | 提示 | 合计 |", "|---|---|---|---|---|"]
    for name, counts in (("原先", BEFORE), ("现在", now)):
        cells = [*(counts[level] for level in LEVELS), sum(counts.values())]
        lines.append(f"| {name} | {' | '.join(map(str, cells))} |")
    return lines
