"""What is unlike the rest of a batch: X708 a year, X709 a unit under two names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from validators.across.index import Index, Line, finding
from validators.across.names import Candidates, alike, folded
from validators.records.folder_results import FolderFindingRecord
from validators.rule import Severity

FEWEST = 5
"""Forms of a kind from which there is a rest that one can be unlike."""

_MOST = 5  # years apart from the rest are told while they are at most one in so many


def years(index: Index) -> Iterator[FolderFindingRecord]:
    """Forms of another year than at least four in five of their kind."""
    for word, lines in index.of_kind():
        dated = [line for line in lines if line.fiscal_year is not None]
        if len(dated) < FEWEST:
            continue
        usual, count = Counter(line.fiscal_year for line in dated).most_common(1)[0]
        if (len(dated) - count) * _MOST > len(dated):
            continue
        for line in dated:
            if line.fiscal_year != usual:
                project = line.project or "（未填项目名称）"
                message = (
                    f"「{project}」（{line.called}）是 {line.fiscal_year} 年度的{word}，"
                    f"同批 {len(dated)} 份{word}里"
                    f"有 {count} 份是 {usual} 年度的。请确认是否交错了年度，或者年度填错。"
                )
                own = (line.place,)
                yield finding(line, "X708", "year-unlike-batch", Severity.WARNING, message, own)


def units(index: Index) -> Iterator[FolderFindingRecord]:
    """Units whose names look alike: they would be counted as two."""
    written: dict[str, list[Line]] = {}
    for line in index.lines:
        if line.unit:
            written.setdefault(folded(line.unit), []).append(line)
    candidates = Candidates(written)
    for name in sorted(written):
        for other in candidates.near(name):
            if name < other and alike(name, other):
                few, many = sorted((written[name], written[other]), key=len)
                message = (
                    f"单位名称「{few[0].unit}」（{len(few)} 份）与"
                    f"「{many[0].unit}」（{len(many)} 份）只差几个字，"
                    "汇总时算两个单位。请确认是否为同一单位，并统一写法。"
                )
                places = (line.place for line in few)
                yield finding(few[0], "X709", "unit-named-twice", Severity.NOTE, message, places)
