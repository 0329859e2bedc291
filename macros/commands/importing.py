"""`jixiao import`: published PDFs, or the text taken out of one, as workbooks to be checked."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from macros.commands.chinese_argparse import CLEAN, USAGE, Parser, refuse
from macros.commands.file_commands import overwriting_option

if TYPE_CHECKING:
    from workbooks.importing.imported import Imported, ImportedForm

SECONDS = 180.0
"""For one document; six hundred pages of forms take a third of it."""

_TOO_MUCH = (
    "{path}：读这份文件用的时间或内存过多，没有导入。"
    "请只留下绩效表单所在的页，打印成新的 PDF，再导入。"
)
_UNWRITABLE = "写不了 {path}。请确认文件夹存在、可写，并且没有在 Excel 里打开着它。"
_NO_FOLDER = "-o 要写文件夹，{path} 是文件。请换一个名称。"
_WRITTEN = "{target}：{sheet}「{project}」（原文{where}），存疑 {doubts} 格{listed}。"
_LISTED = "，已标黄，列在「存疑清单」"


def add_import_command(command: Parser) -> None:
    """Its arguments."""
    command.add_argument(
        "paths",
        nargs="+",
        metavar="文件",
        type=Path,
        help="公开的 PDF，或由 PDF 取出的文字（.txt），可以写几个",
    )
    command.add_argument(
        "-o",
        "--output",
        metavar="文件夹",
        type=Path,
        default=Path("导入"),
        help="写到哪个文件夹，每份表单一个工作簿，默认 导入",
    )
    overwriting_option(command)
    command.set_defaults(run=_import)


def _import(arguments: Namespace) -> int:
    """The exit status: 0 where all was read, 2 where a document or a part of it was not."""
    from macros.commands.check import wrong_folder, wrong_paths
    from validators.bulk.pool import Died, Limits, ordered
    from workbooks.files.refusal import Refusal
    from workbooks.importing.import_file import import_file

    folder: Path = arguments.output
    if wrong := wrong_paths(arguments.paths) or wrong_folder(folder):
        return refuse(wrong)
    if folder.exists() and not folder.is_dir():
        return refuse(_NO_FOLDER.format(path=folder))
    status, given = CLEAN, set[str]()
    # In a process of its own: what a library makes of a hostile file costs nobody else.
    reading = ordered(import_file, arguments.paths, 1, limits=Limits(SECONDS))
    with closing(reading) as found:
        for path, outcome in found:
            if isinstance(outcome, Died):
                status = refuse(_TOO_MUCH.format(path=path))
            elif isinstance(outcome, Refusal):
                status = refuse(f"{path}：{outcome.message}")
            else:
                status = max(status, _written(path, outcome, given, arguments))
    return status


def _written(path: Path, document: Imported, given: set[str], arguments: Namespace) -> int:
    """The forms of one document, a workbook each; the status."""
    status = CLEAN
    for form in document.forms:
        target = arguments.output / _name(path, form, given)
        status = max(status, _one(path, form, target, arguments))
    for told in document.missed:
        print(f"{path}：{told}", file=sys.stderr)
        status = USAGE
    for told in document.told:
        print(f"{path}：{told}")
    return status


def _name(path: Path, form: ImportedForm, given: set[str]) -> str:
    """A file name out of the document's and the project's; the same one the next time."""
    from validators.reports.returned.places import safe_name

    name = safe_name(f"{path.stem}_{form.project or form.sheet}")
    numbered = (name if number == 1 else f"{name}({number})" for number in count(1))
    free = next(one for one in numbered if one.casefold() not in given)
    given.add(free.casefold())
    return f"{free}.xlsx"


def _one(path: Path, form: ImportedForm, target: Path, arguments: Namespace) -> int:
    from macros.commands.check import allow_overwriting, taken
    from validators.terminal_text import one_line
    from workbooks.importing.workbook import where_told, workbook
    from workbooks.output_register import output

    allow_overwriting([target], arguments)
    if told := taken(target):
        return refuse(told)
    try:
        target.parent.mkdir(exist_ok=True)
        with output(target) as part:
            part.write_bytes(workbook(form, path.name))
    except OSError:
        return refuse(_UNWRITABLE.format(path=target))
    doubts = len(form.doubtful())
    told = _WRITTEN.format(
        target=target,
        sheet=form.sheet,
        project=form.project,
        where=where_told(form.pages, form.counted),
        doubts=doubts,
        listed=_LISTED if doubts else "",
    )
    print(one_line(told))
    return CLEAN
