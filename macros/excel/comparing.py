"""What 对比两份 tells of the open form beside another: a dialog, and a list of all it cannot hold.

The other is the earlier one: what it has and the open form has not was dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from macros.excel.dialogs import SHOWN
from macros.excel.live_books import Listing
from macros.excel.live_sheet import Stopped
from validators.across.comparison import (
    ComparedFormRecord,
    ComparedPairRecord,
    ComparisonRecord,
    DifferenceRecord,
    compared,
    read_side,
)
from validators.across.index import Index
from validators.across.names import folded
from validators.bulk.work import Work
from validators.checking.check_file import CheckedForm, Result
from validators.records.record import recorded
from validators.reports.comparison_text import (
    BLANK,
    called,
    counts,
    differences,
    scaled,
    sides,
)
from workbooks.grid import position
from workbooks.values.dataclass import dataclass

ASKED = "选择与当前表格对比的那一份：申报表、上年的表，或改动以前的"
NOTHING = "{name} 里没有绩效表单可以对比。请选申报表、自评表等，再点一次。"
ALONE = (
    "没有对比：当前表格是{own}，选的文件里没有同一项目的表，只有{others}。"
    "请选同一项目的表，再点一次。"
)
UNTOUCHED = "当前表格没有改动。"
WAY = "箭头前是选的那份，箭头后是当前表格；减少的，当前表格没有。"
MORE = "……还有 {count} 处。"
WHOLE = "全部列在新打开的工作簿里，要留下的请另存。"
OTHERS = "选的文件里另有 {count} 份表不是同一项目的，没有对比。"
LEFT = "当前工作表里另有 {count} 份表，选的文件里没有同一项目的，没有对比。"
ANOTHER = "项目名称不同，请确认选的是不是同一项目的表。"

_LONGEST = 80  # signs of a line: a long 指标值 in words would fill the box
_NAMED = 3
_HEADS = ("变化", "指标", "选的那份", "当前表格", "选的那份第几行", "当前表格第几行")
_WIDTHS = (11.0, 44.0, 34.0, 34.0, 15.0, 15.0)


@dataclass(frozen=True, slots=True)
class Compared:
    """What the dialog says; `whole` is all of it as a list, where a dialog cannot hold it."""

    text: str
    whole: Listing | None


def against(source: Path, name: str, forms: Sequence[CheckedForm]) -> Compared:
    """The forms of an open workbook against those of a file that somebody chose.

    Raises Stopped where there is nothing to be held against them.
    """
    chosen, own = Index(), Index()
    with closing(chosen.extracts), closing(own.extracts):
        told = [
            sentence.replace(str(source), source.name)
            for sentence in read_side(source, Work(()), chosen)
        ]
        if not chosen.lines:
            raise Stopped("\n".join([*told, NOTHING.format(name=source.name)]))
        own.add(recorded(Result(Path(name), tuple(forms))))
        found = compared(chosen, own)
    if not found.pairs:
        raise Stopped("\n".join([*told, _alone(found)]))
    return _told(found, told)


def _alone(found: ComparisonRecord) -> str:
    return ALONE.format(own=_named(found.only_after), others=_named(found.only_before))


def _named(forms: Sequence[ComparedFormRecord]) -> str:
    more = f"等 {len(forms)} 份" if len(forms) > _NAMED else ""
    return "、".join(map(called, forms[:_NAMED])) + more


def _told(found: ComparisonRecord, refused: Sequence[str]) -> Compared:
    lines = [line for pair in found.pairs for line in _lines(pair, len(found.pairs) > 1)]
    shown = [_cut(line) for line in lines[:SHOWN]]
    is_short = shown == lines
    told = list(_heads(found.pairs))
    if lines:
        told += [WAY, "", *shown]
    if len(lines) > len(shown):
        told.append(MORE.format(count=len(lines) - len(shown)))
    told += ["", *([] if is_short else [WHOLE])]
    for sentence, forms in ((LEFT, found.only_after), (OTHERS, found.only_before)):
        told += [sentence.format(count=len(forms))] if forms else []
    text = "\n".join([*told, *map(_cut, refused[:SHOWN]), UNTOUCHED])
    return Compared(text, None if is_short else _listing(found))


def _heads(pairs: Sequence[ComparedPairRecord]) -> Iterator[str]:
    if len(pairs) == 1:
        one, other = pairs[0].before, pairs[0].after
        yield f"选的那份：{called(one)}"
        yield f"当前表格：{called(other)}"
        if folded(one.project) != folded(other.project):
            yield ANOTHER
    yield f"{counts(pairs)}，{sum(pair.same for pair in pairs)} 项相同。"


def _lines(pair: ComparedPairRecord, is_one_of_many: bool) -> Iterator[str]:
    found = list(differences(pair))
    if is_one_of_many and found:
        yield f"{called(pair.before)}→{called(pair.after)}："
    yield from found


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}……"


def _listing(found: ComparisonRecord) -> Listing:
    """All differences, a line each; the texts of the forms stay whole."""
    lines: list[tuple[str, ...]] = [(f"{counts(found.pairs)}。",), _HEADS]
    for pair in found.pairs:
        lines.append(("", "", called(pair.before), called(pair.after)))
        lines += map(_row, pair.differences)
        lines += [(line,) for line in scaled(pair)]
    return Listing("对比两份", tuple(lines), _WIDTHS)


def _row(one: DifferenceRecord) -> tuple[str, ...]:
    named, *said = sides(one)
    texts = ("" if text is None else text or BLANK for text in said)
    cells = (row.cell if row is not None else "" for row in (one.before, one.after))
    rows = (str(position(cell)[0]) if cell else "" for cell in cells)
    return (one.kind.value, f"「{named}」", *texts, *rows)
