"""Forms as an office gets them: the standard forms of the cases, for other units and projects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from tests.cases import standard_declaration, standard_evaluation
from workbooks.drawing.draw_form import draw
from workbooks.reading.from_texts import self_evaluation, target_declaration


def evaluation(path: Path, **heads: Any) -> Path:
    """A self-evaluation in which no rule finds anything; `heads` say what is otherwise.

    `note` None empties the note of a deduction: one 错误. `total_score` is what it says.
    """
    texts = standard_evaluation()
    texts["indicators"] = [dict(row) for row in texts["indicators"]]
    if heads.pop("deducted", False):
        texts["indicators"][0] |= {"actual": "8(场)", "score": "16"}
        heads.setdefault("total_score", "95.90")
    texts |= {"total_score": "99.90", "total_weight": "100", "grade": "优"}
    texts |= heads
    path.parent.mkdir(parents=True, exist_ok=True)
    draw(self_evaluation(texts), path)
    return path


def declaration(path: Path, **heads: Any) -> Path:
    """A declaration in which no rule finds anything."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draw(target_declaration(standard_declaration() | heads), path)
    return path


def list_of(path: Path, *rows: tuple[Any, ...], above: int = 0, merge: str = "") -> Path:
    """A list of what is expected, as an office keeps it; `above` rows stand before the heads."""
    book = openpyxl.Workbook()
    sheet = book.active
    for _ in range(above):
        sheet.append(["2024年度绩效自评应报名单"])
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path
