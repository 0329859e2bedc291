"""`jixiao criteria`: a 审核口径 to begin with, what one says, and its own examples run."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from macros.commands.chinese_argparse import CLEAN, FOUND, Parser, refuse

if TYPE_CHECKING:
    from validators.criteria.criterion import CriterionModule

NAME = "审核口径.xlsx"


def add_criteria_command(criteria: Parser) -> None:
    """`jixiao criteria [FILE] [--init [--declaration]] [--test]`."""
    criteria.add_argument(
        "file", nargs="?", metavar=NAME, type=Path, default=Path(NAME), help=f"默认 {NAME}"
    )
    criteria.add_argument(
        "--init", action="store_true", help="写一份新的：每种检查一行例子，本工具的规则可以开关"
    )
    criteria.add_argument(
        "--declaration", action="store_true", help="和 --init 一起：写随程序带的申报审核口径"
    )
    criteria.add_argument("--test", action="store_true", help="按各条所写的例子试一遍")
    criteria.set_defaults(run=_criteria)


def _criteria(arguments: Namespace) -> int:
    path: Path = arguments.file
    if arguments.init:
        return _written(path, arguments.declaration)
    if arguments.declaration:
        return refuse("--declaration 要和 --init 一起写。")
    from validators.criteria.read import read
    from workbooks.files.refusal import Refusal

    found = read(path)
    if isinstance(found, Refusal):
        return refuse(found.message)
    if arguments.test:
        return _tested(found.modules)
    for module in found.modules:
        one = module.criterion
        told = f"{one.code} {one.severity.word} {one.group} {one.object.name}（{one.scope}）"
        print(f"{told} {one.test.value} {one.against}".rstrip())
    changed = "、".join(found.levels)
    regraded = f"改了级别的规则：{changed}。" if changed else ""
    print(f"审核口径 {len(found.modules)} 条。{regraded}")
    if found.idle:
        print(found.idle)
    return CLEAN


def _tested(modules: Iterable[CriterionModule]) -> int:
    """Every criterion's examples: what is not judged as it says."""
    count = failed = 0
    for module in modules:
        one = module.criterion
        count += len(one.raised) + len(one.passed)
        for example, wanted in one.failing():
            failed += 1
            asked = "应当提出，没有提出" if wanted else "不应提出，却提出了"
            print(f"{one.code} 例子“{example}”{asked}。")
    print(f"启用的审核口径试了例子 {count} 个，不对的 {failed} 个。")
    return FOUND if failed else CLEAN


def _written(path: Path, declaration: bool) -> int:
    from validators.criteria.ready import DECLARATION, EXAMPLES, ready
    from validators.reports.workbook import criteria_book

    if path.suffix.lower() != ".xlsx":
        return refuse(f"审核口径要写成 .xlsx 文件，不能写成 {path.name}。请改文件名。")
    if path.exists():
        return refuse(f"{path} 已经有了，没有改动。要重新写一份，请先把它改名。")
    try:
        told = criteria_book.write(path, ready(DECLARATION if declaration else EXAMPLES))
        print(f"{told}。用 Excel 改好，核查时加 --criteria {path}。")
    except OSError:
        return refuse(f"写不了 {path}。请确认文件夹存在、可写。")
    return CLEAN
