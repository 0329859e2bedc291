"""X704: the same project handed in more than once; one of them counts, and it is told why."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from validators.across.index import Line, finding
from validators.records.folder_results import FolderFindingRecord
from validators.rule import Severity
from validators.wording import one_line
from workbooks.values.regex import regex

CODE, NAME = "X704", "duplicate-submission"

# What the name of a file says of it, the weightiest first; of several the first stands.
_DRAFT = (-1, regex("初稿|草稿|征求意见|副本|复制|备份|作废|旧|原稿|copy|draft", re.I), "")
_SAID = (
    (4, regex("定稿|终稿|最终|正式|盖章|final", re.I), "文件名写明是定稿"),
    (3, regex("报送版|上报版|报送稿"), "是报送版"),
    (2, regex("退回修改"), "是退回修改后交回的"),
    (
        1,
        regex(r"修改|修订|更正|改后|更新|重报|补报|[vV]\d|第[二三四五2-5][次版稿]"),
        "文件名写明是改过的",
    ),
)
_PLAIN = (0, "内容与其余的不同，文件名看不出先后，按文件名顺序取第一份")
_SAME = "各份内容相同"
_MOST = 5
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et")
_WEIGHT_OF_COPIES = {4: 0, 0: 1, 1: 2, 3: 3, -1: 4, 2: 5}


def groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Forms of the same kind, unit, project, year and part of it, where there are several."""
    found: defaultdict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in lines:
        unit, project = line.names
        if unit and project:
            found[line.kind, unit, project, line.fiscal_year, line.period].append(line)
    yield from (group for group in found.values() if len(group) > 1)


def chosen(group: Sequence[Line]) -> tuple[Line, str]:
    """The form that counts, and why.

    Copies of one content stand for each other: a returned copy that nobody changed is no answer.
    """
    contents: defaultdict[str, list[Line]] = defaultdict(list)
    for line in group:
        contents[line.content].append(line)
    if len(contents) == 1:
        return min(group, key=_plainness), _SAME
    originals = {
        content: min(lines, key=lambda line: (_weight(line)[0] == 2, -_weight(line)[0]))
        for content, lines in contents.items()
    }
    best = max(originals.values(), key=lambda line: _weight(line)[0])
    return best, _weight(best)[1]


def superseded(lines: Sequence[Line]) -> list[Line]:
    """The forms that another one of the same project stands for."""
    lost = []
    for group in groups(lines):
        best, _ = chosen(group)
        lost += [line for line in group if line is not best]
    return lost


def findings(lines: Sequence[Line]) -> Iterator[FolderFindingRecord]:
    """A warning for each project that was handed in more than once."""
    for group in groups(lines):
        best, why = chosen(group)
        others = [line for line in group if line is not best]
        names = "、".join(_called(line, best) for line in others[:_MOST])
        more = f"等 {len(others)} 份" if len(others) > _MOST else ""
        twin = any(line.file == best.file and line.place.path != best.place.path for line in others)
        counted = best.place.path if twin else best.file
        called = f"{best.word}「{one_line(best.project)}」（{best.unit}）"
        message = (
            f"{called}报了 {len(group)} 份：计 {counted}（{why}），不计 {names}{more}。"
            "请确认以哪一份为准，其余的请移出文件夹。"
        )
        places = (line.place for line in group)
        told = finding(best, CODE, NAME, Severity.WARNING, message, places)
        yield told._replace(counts=best.place, why=why)


def _called(line: Line, beside: Line) -> str:
    """A file by its name, or by its path where the other has that name too; with its sheet where
    both lie in one file."""
    place = line.place
    if place.path == beside.place.path:
        return f"{line.file} 的工作表「{place.sheet}」"
    if line.file == beside.file:
        return place.path
    return line.file


def _weight(line: Line) -> tuple[int, str]:
    for weight, words, why in _SAID:
        if words.search(line.file):
            return weight, why
    return (_DRAFT[0], _PLAIN[1]) if _DRAFT[1].search(line.file) else _PLAIN


def _plainness(line: Line) -> tuple[bool, bool, int, int]:
    """Of copies of one content, the file that was handed in comes before what was made of it."""
    name = line.file
    odd = name.startswith(("~", "."))
    weight = _WEIGHT_OF_COPIES[_weight(line)[0]]
    return odd, not name.lower().endswith(_WORKBOOKS), weight, len(name)
