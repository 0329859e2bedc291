"""The paragraph for the published 部门决算 as a Word document, with the weakest indicators.

What Word, WPS or somebody's hand has saved since is theirs and is never written over (`own`).
"""

from __future__ import annotations

from decimal import Decimal

from validators.reports.output import Place
from validators.reports.summary.summed import Summed, shortened
from validators.reports.summary.tables import share
from validators.reports.summary.text import paragraph, percent, remarks, title
from validators.reports.workbook.word_document import (
    BODY,
    FANG,
    HEI,
    LARGE,
    SMALL,
    SONG,
    WordDocument,
    line,
    new_document,
    table,
)
from workbooks.values.decimals import plain

_MOST_WEAK = 10
_LONGEST_NAME, _LONGEST_NOTE = 40, 60


def write(told: Summed, place: Place) -> None:
    """Write the document, whole or not at all; raises OSError when the place cannot be written."""
    document = new_document("绩效汇总")
    line(document, title(told.all), HEI, LARGE, "center")
    line(document, paragraph(told.all), FANG, BODY, "indented")
    _ratings(document, told)
    _weakest(document, told)
    notes = tuple(remarks(told))
    if notes:
        line(document, "公开前请核对（不公开，核对后删去）", HEI, SMALL)
        for note in notes:
            line(document, note, SONG, SMALL)
    with place.fresh() as file:
        document.save(file)


def _ratings(document: WordDocument, told: Summed) -> None:
    """How many projects have each rating."""
    sums = told.all
    if not sums.evaluations:
        return
    line(document, "评分等级", HEI, SMALL)
    counts = (*sums.ratings, *([("未定等级", sums.unrated)] if sums.unrated else ()))
    shares = [percent(Decimal(count) / sums.evaluations) for _, count in counts]
    listed = [(word, str(n), part) for (word, n), part in zip(counts, shares, strict=True)]
    table(document, ("等级", "项目数", "占自评项目"), listed, (40, 40, 40))


def _weakest(document: WordDocument, told: Summed) -> None:
    """The indicators that lost most."""
    if not told.weak:
        return
    shown = told.weak[:_MOST_WEAK]
    whole = f"，共 {len(told.weak)} 项，列出 {len(shown)} 项" if len(told.weak) > len(shown) else ""
    line(document, f"扣分最多的指标{whole}", HEI, SMALL)
    table(
        document,
        ("项目", "指标", "分值", "得分", "得分率", "原因和措施"),
        [
            (
                shortened(one.project, _LONGEST_NAME),
                shortened(one.name, _LONGEST_NAME),
                _points(one.points),
                _points(one.score),
                percent(share(one)),
                shortened(one.note, _LONGEST_NOTE),
            )
            for one in shown
        ],
        (30, 32, 14, 14, 18, 48),
    )


def _points(points: Decimal | None) -> str:
    return "" if points is None else plain(points)
