"""`jixiao new`, a blank form of one's own policy, `jixiao fill` and `jixiao monitor` as typed."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from macros.commands.chinese_argparse import CLEAN, Parser, refuse
from macros.commands.file_commands import overwriting_option, settings_options

_FORMS = ("自评表", "申报表", "监控表")
_SUFFIX = "空白表要写成 .xlsx 或 .xlsm 文件，不能写成 {name}。请改文件名。"
_EXISTS = "{path} 已经存在，没有覆盖。请换一个文件名，或先移走原来的文件。"
_UNWRITABLE = "写不了 {path}。请确认文件夹存在、可写。"


def add_new_form_commands(commands: Any) -> None:
    """The three, among the other commands."""
    _new_command(commands.add_parser("new", help="做一份空白表，公式按指定的评分办法"))
    _fill_command(commands.add_parser("fill", help="带入：由申报表或上年的表做本年的自评表"))
    _monitor_command(commands.add_parser("monitor", help="由申报表做绩效运行监控表，写明截至几月"))


def _new_command(new: Parser) -> None:
    """`jixiao new [自评表|申报表|监控表] --policy P -o FILE`."""
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


def _fill_command(fill: Parser) -> None:
    """`jixiao fill SOURCE… -o 自评表.xlsx`."""
    fill.add_argument(
        "paths",
        nargs="+",
        metavar="原表",
        type=Path,
        help="申报表或上年的自评表，各种版式都行；可以写几个，也可以写文件夹、.zip",
    )
    fill.add_argument(
        "-o",
        "--output",
        metavar="自评表.xlsx",
        type=Path,
        required=True,
        help="写到哪里；原表有几份的写文件夹，每份一个文件",
    )
    fill.add_argument(
        "--year", metavar="年度", type=int, help="默认：申报表的年度，上年自评表加一年"
    )
    _begun_options(fill, "按哪种评分办法测算，默认随原表的版式")
    fill.set_defaults(run=_fill)


def _monitor_command(monitor: Parser) -> None:
    """`jixiao monitor 申报表… --month 7 -o 监控`."""
    monitor.add_argument(
        "paths",
        nargs="+",
        metavar="申报表",
        type=Path,
        help="各种版式都行；可以写几个，也可以写文件夹、.zip",
    )
    monitor.add_argument(
        "-o",
        "--output",
        metavar="文件夹",
        type=Path,
        required=True,
        help="写到哪里，每份申报表一个文件；只有一份的可以写 监控表.xlsx",
    )
    monitor.add_argument(
        "--month",
        metavar="月",
        type=int,
        choices=range(1, 13),
        default=7,
        help="监控到第几个月，默认 7（1-7月）；表里还可以改",
    )
    _begun_options(monitor, "进度预警的界限按哪种评分办法，默认随原表的版式")
    monitor.set_defaults(run=_monitor)


def _begun_options(parser: Parser, policy: str) -> None:
    """What is asked alike of every form that is begun from another one."""
    parser.add_argument("--policy", metavar="名称或文件", help=policy)
    settings_options(parser)
    parser.add_argument("--edition", metavar="版式.toml", type=Path, help="自己写的版式文件")
    overwriting_option(parser)


def _fill(arguments: Namespace) -> int:
    from macros.new_forms.fill import fill

    return fill(arguments)


def _monitor(arguments: Namespace) -> int:
    from macros.new_forms.monitor import monitor

    return monitor(arguments)


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
