"""The sheet 未计入 of a summary: whatever is not in its figures, or not wholly, and why."""

from __future__ import annotations

from collections.abc import Iterator

from validators import frames
from validators.frames import Project, RefusalRow
from validators.records.standing import Standing
from validators.reports.entries import NOT_TAKEN, PASSED_OVER, STANDINGS, Tone, Word, lapsed_word
from validators.reports.summary.figures import NO_UNIT
from validators.reports.summary.summed import Summed
from validators.reports.workbook.tables import Row, Rows, Table
from validators.review.lapsed_text import lapsed_text

NAME = "未计入"
_REPEATED = Word("重复", Tone.CARE)
_UNSUMMED = Word("未能汇总", Tone.CARE)


def table(listed: Rows, passed: int = 0) -> Table:
    """未计入: files that were refused, forms handed in twice, totals that could not be read.

    And what of a 复核表 was not taken over or no longer applies; at the end, `passed` files that
    hold no forms.
    """
    own = len(listed) - passed
    some = f"以下 {own} 处没有计入或没有全部计入汇总。改正后请重新汇总。"
    none = "全部表都已计入汇总。" if passed else "全部文件和表都已计入汇总。"
    more = f"另有 {passed} 个文件不核查，列在最后。" if passed else ""
    return Table(
        NAME,
        ((some if own else none) + more,),
        "",
        (
            ("情况", 12),
            ("文件", 30),
            ("工作表", 10),
            ("单元格", 9),
            ("单位", 20),
            ("项目", 24),
            ("原因", 70),
        ),
        listed,
        identity=("情况", "单位", "项目", "工作表"),
    )


def rows(told: Summed) -> Iterator[Row]:
    """What was left out, wholly or in part, and why."""
    for refusal in frames.rows(told.found.refusals, RefusalRow):
        yield (
            STANDINGS[Standing.REFUSED],
            told.files[refusal.file],
            None,
            None,
            None,
            None,
            refusal.message,
        )
    lost = told.lost
    for one in frames.rows(told.found.projects, Project):
        name, link = told.places[one.file, one.number]
        cell = told.cell(one, one.unsummed_cell) if one.unsummed_cell else None
        where = (name, link, cell, one.unit or NO_UNIT, one.project)
        if one.duplicate:
            yield (_REPEATED, *where, lost.get((one.file, one.number), ""))
        elif one.unsummed:
            yield (_UNSUMMED, *where, one.unsummed)
    if told.reviewed is not None:
        yield from (
            (NOT_TAKEN, None, None, None, None, None, trouble) for trouble in told.reviewed.troubles
        )
        for lapsed in told.reviewed.lapsed or ():
            said = lapsed.said
            word = lapsed_word(lapsed)
            yield (word, said.file, said.sheet, said.cell, None, said.project, lapsed_text(lapsed))
    for name, why in told.passed_over:
        yield (PASSED_OVER, name, None, None, None, None, why)
