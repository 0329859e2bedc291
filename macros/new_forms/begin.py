"""Forms begun from others, one file each: what `jixiao fill` and `jixiao monitor` share."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from macros.commands.check import (
    allow_overwriting,
    taken,
    wrong_edition,
    wrong_folder,
    wrong_paths,
    wrong_policy,
)
from macros.commands.chinese_argparse import CLEAN, FAULT, FOUND, USAGE, refuse
from workbooks.values.dataclass import dataclass

if TYPE_CHECKING:
    from validators.checking.check_file import CheckedForm, Result
    from workbooks.forms import Form

_SUFFIX = ".xlsx"
_WORKBOOKS = (".xls", ".xlsm", ".xlsb", ".et", ".ods", ".csv", ".docx", ".doc", ".pdf", ".html")
_WRONG_SUFFIX = "{word}要写成 .xlsx 文件，不能写成 {name}。请改文件名。"
_SEVERAL = "原表有 {count} 份，一个文件放不下。请把 -o 写成文件夹，每份写一个文件。"
_NOTHING = "没有可以带入的表。"
_INSIDE = "带入的{word}不能和原表放在一起（{folder}）：下次会当作原表。请换一个文件夹。"
_SOURCE = "{path} 是原表，不会覆盖。请换一个文件名。"
_UNWRITABLE = "写不了 {path}。请确认文件夹存在、可写，并且没有在 Excel 里打开着它。"


@dataclass(frozen=True, slots=True)
class Begun:
    """A form begun from another one: its bytes, what it is, and what is to be told of it.

    `lacking` tells that a cell could not be read that should have been taken over.
    """

    content: bytes
    summary: str
    notes: tuple[str, ...]
    lacking: bool


@dataclass(frozen=True, slots=True)
class NotBegun:
    """Why no form was made of another one, as a sentence; `fault` where the fault is ours."""

    told: str
    fault: bool = False


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is made: its short name, how its file is named, and how it is made from a form."""

    word: str
    stem: Callable[[Form, Namespace], str]
    make: Callable[[Path, CheckedForm, Namespace], Begun | NotBegun]


def begin(arguments: Namespace, beginning: Beginning) -> int:
    """Everything that the command does; the exit status."""
    wrong = (
        wrong_policy(arguments.policy)
        or wrong_edition(arguments.edition)
        or wrong_paths(arguments.paths)
        or _wrong_output(arguments.output, arguments.paths, beginning.word)
    )
    if wrong:
        return refuse(wrong)
    worst, forms = _read(arguments)
    if not forms:
        return refuse(_NOTHING)
    target: Path = arguments.output
    if _is_file(target) and len(forms) > 1:
        return refuse(_SEVERAL.format(count=len(forms)))
    one_file = _is_file(target)
    names = iter([target]) if one_file else _names(target, forms, arguments, beginning)
    for (path, form), place in zip(forms, names, strict=True):
        worst = max(worst, _one(beginning.make(path, form, arguments), path, place, arguments))
    return worst


def _wrong_output(target: Path, paths: list[Path], word: str) -> str | None:
    """What is written must not be mistaken for what it was made from, now or the next time."""
    place = os.path.normcase(target.resolve())
    if any(os.path.normcase(path.resolve()) == place for path in paths if path.is_file()):
        return _SOURCE.format(path=target)
    folder = target.absolute().parent if _is_file(target) else target
    folders = [path.resolve() for path in paths if path.is_dir()]
    if any(folder.resolve().is_relative_to(one) for one in folders):
        return _INSIDE.format(folder=folder, word=word)
    if target.suffix.lower() in _WORKBOOKS and not target.is_dir():
        return _WRONG_SUFFIX.format(name=target.name, word=word)
    if not _is_file(target) and target.exists() and not target.is_dir():
        return _WRONG_SUFFIX.format(name=target.name, word=word)
    return wrong_folder(target)


def _is_file(target: Path) -> bool:
    return target.suffix.lower() == _SUFFIX and not target.is_dir()


def _read(arguments: Namespace) -> tuple[int, list[tuple[Path, CheckedForm]]]:
    """All forms of the sources, each with its file, and the status that the rest asks for."""
    from validators.checking.check_file import Choice, check
    from validators.checking.sources import Found

    choice = Choice((), arguments.policy, arguments.edition)
    worst, forms = CLEAN, []
    with closing(Found(arguments.paths)) as found:
        for source in found:
            result = check(source, choice)
            forms += [(source.shown, form) for form in result.forms]
            if told := _refused(result):
                print(f"{source.shown}：{told}", file=sys.stderr)
                worst = max(worst, FAULT if result.faults else USAGE)
    return worst, forms


def _refused(result: Result) -> str:
    """Why a file, or a part of it, was not read; nothing of what is no form anyway."""
    if result.refusal is not None:
        return result.refusal.message
    aside = result.aside
    return aside.told if aside is not None and aside.is_unread else ""


def _names(
    folder: Path,
    forms: list[tuple[Path, CheckedForm]],
    arguments: Namespace,
    beginning: Beginning,
) -> Iterator[Path]:
    """A file for each form, named after its year and project; the same ones the next time."""
    from validators.reports.returned.places import safe_name

    given = set[str]()
    for source, checked in forms:
        form = checked.reading.form
        project = form.project_name.text or source.stem
        name = safe_name(f"{beginning.stem(form, arguments)}_{project}")
        free = next(f"{name}{n}" for n in _numbers() if f"{name}{n}".casefold() not in given)
        given.add(free.casefold())
        yield folder / f"{free}{_SUFFIX}"


def _numbers() -> Iterator[str]:
    yield ""
    yield from (f"({number})" for number in count(2))


def _one(made: Begun | NotBegun, source: Path, target: Path, arguments: Namespace) -> int:
    """One form written and told of; the status."""
    from validators.terminal_text import one_line
    from workbooks.output_register import output

    if isinstance(made, NotBegun):
        print(f"{source}：{made.told}", file=sys.stderr)
        return FAULT if made.fault else USAGE
    if arguments.overwrite:
        allow_overwriting([target], arguments)
    if told := taken(target):
        return refuse(told)
    try:
        target.parent.mkdir(exist_ok=True)
        with output(target) as part:
            part.write_bytes(made.content)
    except OSError:
        return refuse(_UNWRITABLE.format(path=target))
    print(one_line(f"{target}：{made.summary}"))
    for line in made.notes:
        print(f"  {one_line(line)}")
    return FOUND if made.lacking else CLEAN
