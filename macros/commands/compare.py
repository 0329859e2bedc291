"""`jixiao compare A B`: which indicators were renamed, changed, dropped or added between two."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from macros.commands.chinese_argparse import CLEAN, FOUND, USAGE, Parser, print_json, refuse

if TYPE_CHECKING:
    from validators.across.comparison import ComparedFormRecord, ComparisonRecord, DifferenceRecord
    from validators.across.index import Index

_NOTHING = "{path} 里没有绩效表单可以比较。"


def add_compare_command(compare: Parser) -> None:
    """Its arguments."""
    compare.add_argument("before", metavar="原表", type=Path, help="文件、文件夹或 .zip")
    compare.add_argument("after", metavar="新表", type=Path, help="与它比的文件、文件夹或 .zip")
    compare.add_argument(
        "--format", choices=("text", "json"), default="text", help="输出的格式，默认 text"
    )
    compare.add_argument("--edition", metavar="版式.toml", type=Path, help="自己写的版式文件")
    compare.set_defaults(run=_compare)


def _compare(arguments: Namespace) -> int:
    """The exit status: 0 where nothing differs, 1 where something does, 2 where a file or a form
    could not be compared.
    """
    from macros.commands.check import wrong_edition, wrong_paths
    from validators.across.comparison import compared
    from validators.across.index import Index

    sides = (arguments.before, arguments.after)
    if wrong := wrong_edition(arguments.edition) or wrong_paths(sides):
        return refuse(wrong)
    with ExitStack() as kept:
        indexes = Index(), Index()
        for index in indexes:
            kept.enter_context(closing(index.extracts))
        refused = [
            told
            for path, index in zip(sides, indexes, strict=True)
            for told in _read(path, index, arguments.edition)
        ]
        for path, index in zip(sides, indexes, strict=True):
            if not index.lines:
                return refuse("".join((*refused, _NOTHING.format(path=path))))
        found = compared(*indexes)
    for told in refused:
        print(told, file=sys.stderr)
    if arguments.format == "json":
        print_json(_as_data(found, refused))
    else:
        print("\n".join(_lines(found)))
    if refused or found.only_before or found.only_after:
        return USAGE
    return FOUND if any(pair.differences for pair in found.pairs) else CLEAN


def _read(path: Path, index: Index, edition: Path | None) -> Iterator[str]:
    """Puts the forms of a side into its index; what could not be read, a sentence each."""
    from validators.bulk.work import Work
    from validators.checking.sources import Found

    work = Work((), None, edition)
    with closing(Found((path,))) as found:
        for source in found:
            record = work(source)
            index.add(record)
            if record.data.refusal:
                yield f"{source.shown}：{record.data.refusal.message}"


def _as_data(found: ComparisonRecord, refused: list[str]) -> dict[str, object]:
    from validators.records.encoding import encoded

    return {"tool": "jixiao", "schema": 1, **encoded(found), "refused": refused}


def _lines(found: ComparisonRecord) -> Iterator[str]:
    """What the screen shows."""
    from validators.across.comparison import Difference

    counts = dict.fromkeys(Difference, 0)
    for pair in found.pairs:
        yield f"{_called(pair.before)} → {_called(pair.after)}：{pair.same} 项相同"
        for one in pair.differences:
            counts[one.kind] += 1
            yield f"  {_difference(one)}"
    for forms, side in ((found.only_before, "新表"), (found.only_after, "原表")):
        for form in forms:
            yield f"没有比较：{_called(form)}，{side}里没有同一项目的表。"
    parts = (f"{kind.value} {count} 项" for kind, count in counts.items() if count)
    yield f"比较了 {len(found.pairs)} 对表：{'，'.join(parts) or '指标没有不同'}。"


def _called(form: ComparedFormRecord) -> str:
    year = "" if form.fiscal_year is None else f"{form.fiscal_year} 年度"
    name = form.place.path.rsplit("/", 1)[-1]
    return f"「{_one_line(form.project)}」{year}{form.kind}（{name}）"


def _difference(one: DifferenceRecord) -> str:
    before, after = one.before, one.after
    if before is None or after is None:
        only = before or after
        assert only is not None
        return f"{one.kind.value} 「{_one_line(only.name)}」“{_one_line(only.target)}”"
    old, new = _one_line(before.target), _one_line(after.target)
    named = _one_line(before.name)
    if before.name != after.name:
        named = f"{named}」→「{_one_line(after.name)}"
    return f"{one.kind.value} 「{named}」“{old}”→“{new}”"


def _one_line(text: str) -> str:
    from validators.terminal_text import one_line

    return one_line("".join(text.split("\n")))
