"""The `jixiao` command: what was typed, which rooms are called, and the exit status."""

from __future__ import annotations

import errno
import os
import sys
from argparse import Action, ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from macros.commands.chinese_argparse import CLEAN, FAULT, FOUND, OneCommand, Parser, refuse
from macros.commands.compare import add_compare_command
from macros.commands.criteria import add_criteria_command
from macros.commands.desk_commands import add_desk_commands
from macros.commands.file_commands import add_file_commands
from macros.commands.importing import add_import_command
from macros.commands.policy_commands import add_policy_commands
from macros.commands.read import add_read_command
from macros.commands.rule_commands import add_rule_commands
from macros.new_forms.new import add_new_form_commands
from macros.publishing.publish import add_publish_command
from workbooks.values.memory import collected_later

REPORT_NAME = "核查结果.xlsx"
_UNWRITTEN = {
    errno.ENOSPC: "磁盘满了，没有写完的文件都没有留下。"
    "请清理磁盘（包括存放临时文件的），再运行一次。",
    errno.EDQUOT: "磁盘配额用完了，没有写完的文件都没有留下。请清理自己的文件，再运行一次。",
    errno.EFBIG: "要写的文件超过了这里允许的大小，没有写完的文件都没有留下。"
    "请换一个位置，或分几个文件夹核查，再运行一次。",
}
"""What is no fault of ours, and what to do."""
_FORBIDDEN = "没有权限查看或写入 {path}。请换一个用户，或把文件放到自己能读写的文件夹，再运行一次。"


def main(argv: Sequence[str] | None = None) -> int:
    """The exit status: 0 clean, 1 错误 or 读不成, 2 usage or refused file, 3 a fault of ours."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    typed = sys.argv[1:] if argv is None else argv
    parser = _parser(typed[0] if typed else "")
    if not typed:
        parser.print_help()
        return CLEAN
    arguments = parser.parse_args(typed)
    run: Callable[[Namespace], int] = arguments.run
    try:
        if hasattr(arguments, "settings"):
            with collected_later():  # what is imported is no rubbish
                from macros.commands.settings import settle

            if wrong := settle(arguments):
                return refuse(wrong)
        return run(arguments)
    except BrokenPipeError:
        # Whoever read our output has seen enough (… | head); Python would complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except KeyboardInterrupt:
        return refuse("中途停止。没有写完的文件都没有留下。")
    except OSError as error:
        told = _UNWRITTEN.get(error.errno or 0)
        if isinstance(error, PermissionError) and error.filename is not None:
            told = _FORBIDDEN.format(path=error.filename)
        return _fault() if told is None else refuse(told)
    except Exception:
        return _fault()


def _fault() -> int:
    """The exception at hand is ours: all of it is for the maintainer."""
    from workbooks.sparing import traced

    print(traced(), file=sys.stderr)
    print("程序故障（与填报单位无关）：请把以上内容发给维护人。", file=sys.stderr)
    return FAULT


def _parser(command: str = "") -> Parser:
    """With this command alone where there is such a one: to make all takes as long as a check."""
    parser = Parser(
        prog="jixiao",
        description="绩效表单工具：核查、测算财政项目支出绩效自评表和绩效目标申报表。提交的文件只读不改。",
        epilog="退出状态：0 没有问题；1 有错误或读不成的单元格；"
        "2 命令写错，有文件打不开、认不出，复核表填得不对，或中途停止；3 程序故障。",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="显示版本号")
    every = parser.add_subparsers(
        title="命令", dest="command", metavar="命令", required=True, parser_class=Parser
    )
    one = OneCommand(every, command)
    _add_commands(one)
    if not one.made:
        _add_commands(every)
    return parser


def _add_commands(commands: Any) -> None:
    add_file_commands(commands)
    add_read_command(commands.add_parser("read", help="逐格说明一份表是怎么读的"))
    add_compare_command(
        commands.add_parser("compare", help="两份表（或两个文件夹）的指标有什么不同")
    )
    _add_publication(commands)
    add_rule_commands(commands)
    add_policy_commands(
        commands.add_parser("policy", help="列出评分办法，或看一种办法的各项取值和出处")
    )
    add_new_form_commands(commands)
    add_criteria_command(commands.add_parser("criteria", help="审核口径：写一份、看、试例子"))
    _add_settings(commands)
    demo = commands.add_parser("demo", help="用公开的九张表和三张改坏的表演示一遍")
    demo.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path("绩效演示"),
        metavar="文件夹",
        help="放到哪里，默认 绩效演示",
    )
    demo.set_defaults(run=_demo)
    add_desk_commands(commands)
    build = commands.add_parser("build", help="（开发用）重新生成随程序发布的文件")
    build.add_argument("--check", action="store_true", help="只检查是否与源文件一致，不改动")
    build.set_defaults(run=_build)


def _add_publication(commands: Any) -> None:
    add_import_command(
        commands.add_parser("import", help="导入公开的 PDF，每份表单写一个工作簿，列出存疑的格")
    )
    add_publish_command(
        commands.add_parser("publish", help="把一个文件夹的表印成一个 PDF，有目录和书签，用来公开")
    )


def _add_settings(commands: Any) -> None:
    settings = commands.add_parser("settings", help="看用的是哪份设置文件，或写一份带说明的")
    settings.add_argument(
        "--init", action="store_true", help="在当前文件夹写一份 绩效核查.toml，每项都有说明"
    )
    settings.add_argument(
        "--own", action="store_true", help="写到（或只看）自己的文件夹里的，Excel 的按钮也用它"
    )
    settings.set_defaults(run=_settings)


def _settings(arguments: Namespace) -> int:
    from macros.commands.settings import show_or_write

    return show_or_write(arguments)


class _Version(Action):
    """Looked up only when it is asked for: that takes longer than checking a form."""

    def __call__(self, parser: ArgumentParser, *_: object) -> None:
        from validators.reports.json_report import version

        print(f"jixiao {version()}")
        parser.exit()


def _demo(arguments: Namespace) -> int:
    from macros.commands.check import taken
    from macros.commands.demo import lay_out_demo
    from macros.commands.run_over_files import Run
    from validators.bulk.work import Work
    from validators.checking.check_file import Choice
    from validators.checking.our_files import REPORT_KIND
    from validators.rule import Severity

    folder: Path = arguments.folder
    try:
        paths, changed = lay_out_demo(folder)
    except OSError:
        return refuse(f"写不了文件夹 {folder}。请换一个可写的文件夹，并关闭已打开的演示文件。")
    print(f"公开的九张表和三张改坏的表已放入 {folder.resolve()}", file=sys.stderr)
    if changed:
        names = "、".join(path.name for path in changed)
        print(f"其中 {names} 改动过，没有恢复原样；要恢复，请先删去或改名。", file=sys.stderr)
    report = folder / REPORT_NAME
    if taken(report, REPORT_KIND):
        return refuse(f"{report} 已经存在，不是本工具写在那里的。请先改名，再运行一次。")
    every = Work(tuple(module.RULE.code for module in Choice().rules))
    status = Run(paths, every, reports=(report,), level=Severity.NOTE).execute()
    # The spoiled copies must be found out: that is what a demonstration succeeds at.
    return CLEAN if status == FOUND else status


def _build(arguments: Namespace) -> int:
    from macros.building import build as building

    root = Path(__file__).resolve().parent.parent
    if not (root / "pyproject.toml").is_file():
        return refuse("这里不是本程序的源文件夹，不能重新生成。请在源文件夹里运行。")
    if not arguments.check:
        for path in building.build(root):
            print(f"已生成 {path.relative_to(root)}")
        return CLEAN
    stale = building.stale(root)
    for path in stale:
        print(f"与源文件不一致：{path.relative_to(root)}。请运行 jixiao build。")
    return FOUND if stale else CLEAN


if __name__ == "__main__":
    sys.exit(main())
