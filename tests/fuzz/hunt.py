"""Mutants judged twice: by the product, and by somebody who shares no line with it.

`python -m tests.fuzz.hunt 10000 2 FOLDER` lists the disagreements of so many mutants of a seed,
and puts one small workbook of each kind into a folder. A disagreement is a form that surely has a
defect and is told without it (wrong clean), a fault of the program, or a form that takes too long.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from tests.fuzz.cell_mutants import Mutant, mutant, packed
from tests.fuzz.second_opinion import Claim, claims
from validators.checking.check_file import CheckedForm, Choice, check_grid
from validators.engine import Obstacle
from workbooks.files.open_file import grids
from workbooks.files.refusal import Refusal
from workbooks.sparing import Fault

SECONDS = 2.0
"""Of CPU for one form; the slowest takes a hundredth."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What one mutant shows: its kind, the number that names it, and what was done to it."""

    kind: str
    number: int
    mutant: Mutant
    why: str

    def __str__(self) -> str:
        done = "; ".join(self.mutant.changes)
        return f"{self.kind} {self.number} {self.mutant.base} ({done}): {self.why}"


def hunted(seed: int, numbers: Sequence[int], told: Counter[str]) -> Iterator[Disagreement]:
    """The disagreements over these mutants; `told` counts what was claimed and what was refused."""
    for number in numbers:
        one = mutant(seed, number)
        book = one.workbook()
        raw, sheet = packed(book), book.active
        assert isinstance(sheet, Worksheet)
        claimed = claims(sheet) if one.draft.values else []
        told.update(claim.code for claim in claimed)
        began = time.process_time()
        forms, broken = _forms(raw)
        if time.process_time() - began > SECONDS:
            yield Disagreement("HANG", number, one, "")
        told["refused"] += forms is None
        for fault in broken:
            kind = f"FAULT {fault.code or fault.part}"
            yield Disagreement(kind, number, one, fault.trace[-300:])
        for claim in claimed:
            if forms is not None and not any(answers(form, claim) for form in forms):
                yield Disagreement(f"WRONG CLEAN {claim.code}", number, one, claim.why)


def _forms(raw: bytes) -> tuple[list[CheckedForm] | None, list[Fault]]:
    """The forms of a workbook, None where it, or a sheet of it, is refused: that is no clean; and
    what broke.
    """
    found = grids(raw)
    if isinstance(found, Refusal):
        return None, []
    every = [one for grid in found for one in check_grid(grid, Choice())]
    forms = [one for one in every if isinstance(one, CheckedForm)]
    broken = [fault for form in forms for fault in form.outcome.faults]
    broken += [one.fault for one in every if not isinstance(one, CheckedForm) and one.fault]
    return forms if forms and len(forms) == len(every) else None, broken


def answers(form: CheckedForm, claim: Claim) -> bool:
    """Whether a form tells a defect: by its rule, or as what could not be read or checked there."""
    outcome, where = form.outcome, claim.cells
    codes = (claim.code, *claim.others)
    own = [finding for finding in outcome.findings if finding.rule.code in codes]
    if any(finding.rule.code == "S116" for finding in outcome.findings):
        return True  # that no row was found at all is the graver word
    told = {row.cell.address for finding in own for row in (finding.rows or (finding,))}
    if own and (not where or not told.isdisjoint(where)):
        return True
    for skip in outcome.skips:
        here = {cell.address for cell in skip.cells}
        absent = skip.obstacle is Obstacle.ABSENT
        if skip.rule.code in codes and (absent or not where or here & where):
            return True
    told = (*form.reading.unreadable, *form.filing.form.understanding.unread)
    return any(cell.address in where for cell in told)


def main(count: int, seed: int, folder: Path) -> None:
    """Lists the disagreements, and keeps the first workbook of each kind."""
    folder.mkdir(parents=True, exist_ok=True)
    told: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for found in hunted(seed, range(count), told):
        print(found)
        if not kept[found.kind]:
            path = folder / f"{found.kind.replace(' ', '_')}_{found.number}.xlsx"
            path.write_bytes(packed(found.mutant.workbook()))
        kept[found.kind] += 1
    print(dict(sorted(told.items())), dict(sorted(kept.items())))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
