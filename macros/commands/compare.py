"""`jixiao compare A B`: which indicators were renamed, changed, dropped or added between two."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from macros.commands.chinese_argparse import CLEAN, FOUND, USAGE, Parser, print_json, refuse

if TYPE_CHECKING:
    from validators.across.comparison import ComparisonRecord

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
    from validators.across.comparison import compared, read_side
    from validators.across.index import Index
    from validators.bulk.work import Work
    from validators.reports.comparison_text import lines

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
            for told in read_side(path, Work((), None, arguments.edition), index)
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
        print("\n".join(lines(found)))
    if refused or found.only_before or found.only_after:
        return USAGE
    return FOUND if any(pair.differences for pair in found.pairs) else CLEAN


def _as_data(found: ComparisonRecord, refused: list[str]) -> dict[str, object]:
    from validators.records.encoding import encoded

    return {"tool": "jixiao", "schema": 1, **encoded(found), "refused": refused}
