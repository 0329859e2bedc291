"""`jixiao publish DIR -o 公开.pdf`: what is asked, the steps in their order, and what is told."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from macros.commands.chinese_argparse import CLEAN, FAULT, FOUND, USAGE, Parser, refuse
from macros.commands.file_commands import overwriting_option, settings_options

if TYPE_CHECKING:
    from macros.publishing.forms import LeftOut, Printable
    from validators.checking.check_file import Choice

NOT_PRINTED = "LibreOffice 没有印出这份表。请用 Excel 打开看看，另存一份再试。"

_TITLE = "绩效表公开"
_SUFFIX = "公开的文件要写成 .pdf，不能写成 {name}。请改文件名。"
_NOTHING = "没有可以公开的表，没有写出 PDF。"
_NO_CONTENTS = "LibreOffice 没有印出目录，没有写出 PDF。请确认 LibreOffice 能正常打开，再试。"
_UNWRITABLE = "写不了 {path}。请确认文件夹可写，并且没有在别的程序里打开着它。"
_TWICE = "同一项目公开了不止一份，请确认以哪一份为准，其余的移出文件夹，再公开一次："
_FORCED = "其中 {count} 份还有错误、读不成的，照现状公开："
_TRIES = 3  # of the contents: how many pages it takes is known when it is printed


def add_publish_command(command: Parser) -> None:
    """Its arguments."""
    command.add_argument(
        "paths",
        nargs="+",
        metavar="文件或文件夹",
        type=Path,
        help="工作簿、文件夹或 .zip 压缩包，可以写几个",
    )
    command.add_argument(
        "-o", "--output", metavar="公开.pdf", type=Path, required=True, help="写到这个 PDF"
    )
    command.add_argument(
        "--title", metavar="标题", default=_TITLE, help=f"目录上的标题，默认 {_TITLE}"
    )
    command.add_argument(
        "--force", action="store_true", help="还有错误、读不成的也照现状公开，逐份列出"
    )
    command.add_argument("--policy", metavar="名称或文件", help="评分办法，默认随版式")
    settings_options(command)
    command.add_argument("--edition", metavar="版式.toml", type=Path, help="自己写的版式文件")
    command.add_argument(
        "--criteria", metavar="审核口径.xlsx", type=Path, help="本单位自己的审核口径"
    )
    overwriting_option(command)
    command.set_defaults(run=_publish, select=None, ignore=None)


def _publish(arguments: Namespace) -> int:
    """The exit status: 0 all published, 1 some with 错误 or 读不成, 2 some unread, 3 our fault."""
    import tempfile

    from macros.commands.check import (
        allow_overwriting,
        taken,
        wrong_criteria,
        wrong_edition,
        wrong_folder,
        wrong_paths,
        wrong_policy,
    )
    from macros.publishing.printer import PrinterError, program

    target: Path = arguments.output
    if target.suffix.lower() != ".pdf":
        return refuse(_SUFFIX.format(name=target.name))
    allow_overwriting([target], arguments)
    wrong = (
        wrong_paths(arguments.paths)
        or wrong_policy(arguments.policy)
        or wrong_edition(arguments.edition)
        or wrong_criteria(arguments.criteria)
        or taken(target)
        or wrong_folder(target)
    )
    office = program()
    if wrong or isinstance(office, str):
        return refuse(wrong or str(office))
    # What an office that was ended still holds open is nothing to fail for.
    with tempfile.TemporaryDirectory(prefix="jixiao", ignore_cleanup_errors=True) as scratch:
        try:
            return _published(arguments, _choice(arguments), office, Path(scratch))
        except PrinterError as error:
            return refuse(str(error))


def _choice(arguments: Namespace) -> Choice:
    from macros.commands.settings import chosen
    from validators.bulk.work import with_criteria
    from validators.checking.check_file import Choice

    choice = Choice((), arguments.policy, arguments.edition, tuple(arguments.levels.items()))
    choice = chosen(choice, arguments.select, arguments.ignore)
    return with_criteria(choice, arguments.criteria)


def _published(arguments: Namespace, choice: Choice, office: Path, folder: Path) -> int:
    from macros.publishing.binding import pages_of
    from macros.publishing.forms import LeftOut, Printable, printables
    from macros.publishing.printer import print_all
    from validators.checking.sources import sources

    target: Path = arguments.output
    own = target.resolve()
    criteria = arguments.criteria and arguments.criteria.resolve()
    given = (one for one in sources(arguments.paths) if one.path.resolve() not in (own, criteria))
    found = list(printables(given, choice, folder, arguments.force))
    forms = sorted((one for one in found if isinstance(one, Printable)), key=lambda one: one.place)
    left = [one for one in found if isinstance(one, LeftOut)]
    print_all(office, [one.copy for one in forms], folder)
    counted = [(one, pages_of(one.copy.with_suffix(".pdf"))) for one in forms]
    left += [LeftOut(one.where, NOT_PRINTED) for one, pages in counted if not pages]
    printed = [(one, pages) for one, pages in counted if pages]
    bound = _bound(arguments, office, folder, printed) if printed else _NOTHING
    if isinstance(bound, str):
        _tell_left_out(left)
        return max(refuse(bound), _status(left))
    _tell(target, [one for one, _ in printed], left, bound)
    return _status(left)


def _bound(
    arguments: Namespace, office: Path, folder: Path, printed: Sequence[tuple[Printable, int]]
) -> int | str:
    """The pages of the book that was written, or why it could not be."""
    from macros.publishing.binding import Bound, bind
    from workbooks.output_register import output

    contents = _contents(arguments.title, office, folder, printed)
    if contents is None:
        return _NO_CONTENTS
    parts = [
        Bound(one.copy.with_suffix(".pdf"), one.unit, f"{one.project}（{one.kind}）")
        for one, _ in printed
    ]
    try:
        with output(arguments.output) as part:
            return bind(arguments.title, contents, parts, part)
    except OSError:
        return _UNWRITABLE.format(path=arguments.output)


def _contents(
    title: str, office: Path, folder: Path, printed: Sequence[tuple[Printable, int]]
) -> Path | None:
    """The printed contents with the right page numbers, which count its own pages too."""
    from macros.publishing.binding import pages_of
    from macros.publishing.contents import Line, write_contents
    from macros.publishing.printer import print_all

    book, own = folder / "contents.xlsx", 1
    for _ in range(_TRIES):
        page, lines = own + 1, []
        for one, count in printed:
            lines.append(Line(one.unit, one.project, one.kind, page))
            page += count
        write_contents(book, title, lines)
        pdf = book.with_suffix(".pdf")
        pdf.unlink(missing_ok=True)
        print_all(office, [book], folder)
        if (count := pages_of(pdf)) == own:
            return pdf
        own = count
    return None


def _tell(target: Path, forms: Sequence[Printable], left: Sequence[LeftOut], pages: int) -> None:
    from validators.terminal_text import one_line

    total = f"找到 {len(forms) + len(left)} 份，公开 {len(forms)} 份，没有公开 {len(left)} 份"
    print(one_line(f"已写入 {target}：{pages} 页（含目录）。{total}。"))
    forced = [one for one in forms if one.objections]
    if forced:
        print(_FORCED.format(count=len(forced)))
    for one in forced:
        print(one_line(one.where))
        print("\n".join(f"  {one_line(line)}" for line in one.objections))
    if twice := list(_twice(forms)):
        print(_TWICE)
    for one in twice:
        print(f"  {one_line(one.where)}")
    _tell_left_out(left)


def _twice(forms: Sequence[Printable]) -> Iterator[Printable]:
    """The forms of a project that are there more than once; of a part of a year there may be."""
    from macros.publishing.forms import NO_PROJECT, NO_UNIT
    from validators.across.names import folded
    from workbooks.form_kinds import KINDS, named

    of_parts = tuple(named(kind).word for kind in KINDS if named(kind).to_date)
    alike: defaultdict[tuple[str, str, str], list[Printable]] = defaultdict(list)
    for one in forms:
        if one.unit != NO_UNIT and one.project != NO_PROJECT and not one.kind.endswith(of_parts):
            alike[folded(one.unit), folded(one.project), one.kind].append(one)
    for some in alike.values():
        yield from some if len(some) > 1 else ()


def _tell_left_out(left: Sequence[LeftOut]) -> None:
    from validators.terminal_text import one_line

    for one in left:
        print(one_line(f"没有公开：{one.where}：{one.reason}"), file=sys.stderr)
        for line in one.objections:
            print(f"  {one_line(line)}", file=sys.stderr)
        if one.trace:
            print(one.trace, file=sys.stderr)


def _status(left: Sequence[LeftOut]) -> int:
    if any(one.trace for one in left):
        return FAULT
    if any(not one.objections for one in left):
        return USAGE
    return FOUND if left else CLEAN
