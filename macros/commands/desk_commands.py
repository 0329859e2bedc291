"""`jixiao install`, `uninstall` and `doctor` as they are typed."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from macros.commands.arguments import USAGE, Parser

_ELSEWHERE = (
    "这条命令只用于 Windows：Excel 里的函数和按钮要有 Windows 版 Excel。"
    "命令行在这里照常可用，如 jixiao check 文件夹。"
)


def add_desk_commands(commands: Any) -> None:
    """The three, among the other commands."""
    install: Parser = commands.add_parser(
        "install", help="把加载项和模板装进本用户的 Excel，不需要管理员权限"
    )
    install.add_argument("--policy", metavar="名称或文件", help="Excel 里的函数和按钮用的评分办法")
    install.set_defaults(run=_install)
    uninstall: Parser = commands.add_parser("uninstall", help="撤销 install 做的一切")
    uninstall.add_argument(
        "--records", action="store_true", help="核查记录和写出文件的登记也删去，默认保留"
    )
    uninstall.set_defaults(run=_uninstall)
    doctor: Parser = commands.add_parser(
        "doctor", help="检查这台电脑缺什么、怎么办；全部正常时退出状态为 0"
    )
    doctor.set_defaults(run=_doctor)


def _install(arguments: Namespace) -> int:
    from macros.desk.install import install
    from validators.checking.checked_policy import policy_of
    from xlfuncs.policy import PolicyError

    policy = arguments.policy
    try:
        if policy:
            policy_of(policy)
    except PolicyError as error:
        print(error, file=sys.stderr)
        return USAGE
    if policy and Path(policy).is_file():
        policy = str(Path(policy).resolve())  # Excel starts in another folder
    return _told(lambda desk: install(desk, policy))


def _uninstall(arguments: Namespace) -> int:
    from macros.desk.uninstall import uninstall

    return _told(lambda desk: uninstall(desk, arguments.records))


def _told(act: Callable[[Any], list[str]]) -> int:
    from macros.desk.uninstall import DeskError

    if sys.platform == "win32":
        from macros.desk.places import this_desk
        from macros.desk.registry import WindowsRegistry

        try:
            print("\n".join(act(this_desk(WindowsRegistry()))))
        except DeskError as error:
            print(error, file=sys.stderr)
            return USAGE
        return 0
    print(_ELSEWHERE, file=sys.stderr)
    return USAGE


def _doctor(_: Namespace) -> int:
    from macros.desk.doctor import Condition, elsewhere, examine

    if sys.platform == "win32":
        from macros.desk.places import this_desk
        from macros.desk.registry import WindowsRegistry

        lines = tuple(examine(this_desk(WindowsRegistry())))
    else:
        lines = elsewhere()
    print("\n".join(map(str, lines)))
    troubles = [line for line in lines if line.state is not Condition.WELL]
    print("全部正常。" if not troubles else f"有 {len(troubles)} 处需要处理。")
    return 1 if troubles else 0
