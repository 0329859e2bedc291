"""`jixiao new`: a blank form of one's own policy, which scores by formulas alone."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from macros.commands.chinese_argparse import CLEAN, Parser, refuse

_FORMS = ("自评表", "申报表")
_SUFFIX = "空白表要写成 .xlsx 或 .xlsm 文件，不能写成 {name}。请改文件名。"
_EXISTS = "{path} 已经存在，没有覆盖。请换一个文件名，或先移走原来的文件。"
_UNWRITABLE = "写不了 {path}。请确认文件夹存在、可写。"


def add_new_command(new: Parser) -> None:
    """`jixiao new [自评表|申报表] --policy P -o FILE`."""
    new.add_argument(
        "form",
        nargs="?",
        metavar="|".join(_FORMS),
        choices=_FORMS,
        default=_FORMS[0],
        help="默认 自评表",
    )
    new.add_argument(
        "--policy", metavar="名称或文件", default="shanghai", help="按哪种评分办法测算"
    )
    new.add_argument(
        "-o", "--output", metavar="文件", type=Path, required=True, help="新文件，.xlsx 或 .xlsm"
    )
    new.set_defaults(run=_new)


def _new(arguments: Namespace) -> int:
    from macros.building import templates
    from validators.checking.checked_policy import policy_of
    from xlfuncs.policy import PolicyError

    target: Path = arguments.output
    if target.suffix not in (".xlsx", ".xlsm"):
        return refuse(_SUFFIX.format(name=target.name))
    if target.exists():
        return refuse(_EXISTS.format(path=target))
    try:
        policy = policy_of(arguments.policy)
        forms = {form.sheet: form for form in templates.blank_forms(arguments.policy)}
        templates.write(forms[arguments.form], target, arguments.policy)
    except PolicyError as error:
        return refuse(str(error))
    except OSError:
        return refuse(_UNWRITABLE.format(path=target))
    print(f"空白的{arguments.form}已写入 {target}，公式按{policy.title}。")
    return CLEAN
