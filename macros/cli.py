"""The `jixiao` command: what was typed, which rooms are called, and the exit status."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from macros.arguments import CLEAN, FAULT, FOUND, Parser, print_json, refuse
from macros.desk_commands import add_desk_commands
from macros.policies import add_policy_commands

REPORT_NAME = "核查结果.xlsx"
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


def main(argv: Sequence[str] | None = None) -> int:
    """The exit status: 0 clean, 1 错误 or 读不成, 2 usage or refused file, 3 a fault of ours."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    arguments = _parser().parse_args(argv)
    run: Callable[[Namespace], int] = arguments.run
    try:
        return run(arguments)
    except BrokenPipeError:
        # Whoever read our output has seen enough (… | head); Python would complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except KeyboardInterrupt:
        return refuse("中途停止。没有写完的文件都没有留下。")
    except OSError as error:
        if error.errno not in _DISK_FULL:
            return _fault()
        return refuse(
            "磁盘满了，没有写完的文件都没有留下。请清理磁盘（包括存放临时文件的），再运行一次。"
        )
    except Exception:
        return _fault()


def _fault() -> int:
    """The exception at hand is ours: all of it is for the maintainer."""
    traceback.print_exc()
    print("程序故障（与填报单位无关）：请把以上内容发给维护人。", file=sys.stderr)
    return FAULT


def _parser() -> Parser:
    parser = Parser(
        prog="jixiao",
        description="绩效表单工具：核查、测算财政项目支出绩效自评表和绩效目标申报表。提交的文件只读不改。",
        epilog="退出状态：0 没有问题；1 有错误或读不成的单元格；"
        "2 命令写错，有文件打不开、认不出，复核表填得不对，或中途停止；3 程序故障。",
    )
    commands = parser.add_subparsers(
        title="命令", dest="command", metavar="命令", required=True, parser_class=Parser
    )
    _check_command(commands.add_parser("check", help="核查文件或文件夹，列出问题"))
    _summary_command(
        commands.add_parser("summary", help="汇总：各项目得分、扣分、执行率，和决算公开文字")
    )
    score = commands.add_parser("score", help="逐行测算得分，并写明怎么算的")
    score.add_argument("files", nargs="+", metavar="文件", type=Path)
    score.add_argument("--policy", metavar="名称或文件", help="评分办法，默认随版式")
    score.set_defaults(run=_score)
    _submit_command(commands.add_parser("submit", help="另写一份只有数值、没有公式和宏的报送版"))
    rules = commands.add_parser("rules", help="列出全部规则")
    rules.add_argument(
        "--format", choices=("text", "md", "json"), default="text", help="text、md 或 json"
    )
    rules.set_defaults(run=_rules)
    explain = commands.add_parser("explain", help="说明一条规则：依据、为什么、怎么改")
    explain.add_argument("rule", metavar="规则", help="编号或名称，如 N601")
    explain.set_defaults(run=_explain)
    _review_command(commands.add_parser("review", help="生成复核表：核查分数、审核意见、问题核准"))
    add_policy_commands(
        commands.add_parser("policy", help="列出评分办法，或看一种办法的各项取值和出处")
    )
    demo = commands.add_parser("demo", help="用公开的九张表和三张改坏的表演示一遍")
    demo.add_argument("folder", nargs="?", type=Path, default=Path("绩效演示"), metavar="文件夹")
    demo.set_defaults(run=_demo)
    add_desk_commands(commands)
    build = commands.add_parser("build", help="（开发用）重新生成随程序发布的文件")
    build.add_argument("--check", action="store_true", help="只检查是否与源文件一致，不改动")
    build.set_defaults(run=_build)
    return parser


def _check_command(check: Parser) -> None:
    _files(check)
    check.add_argument(
        "--report",
        metavar="结果.xlsx",
        type=Path,
        action="append",
        default=[],
        help="另写一份核查结果，.xlsx、.html（网页）、.csv 或 .json；可以写几次",
    )
    check.add_argument(
        "--format", choices=("text", "json"), default="text", help="屏幕输出的格式：text 或 json"
    )
    _choice(check)
    check.add_argument("--strict", action="store_true", help="有警告时退出状态也为 1")
    check.add_argument(
        "--return",
        dest="returned",
        metavar="文件夹",
        type=Path,
        help="有错误、警告或读不成的，各写一份退回修改的副本到这个文件夹",
    )
    _road(check)
    check.set_defaults(run=_check)


def _summary_command(summary: Parser) -> None:
    _files(summary)
    summary.add_argument(
        "-o",
        "--output",
        metavar="汇总.xlsx",
        type=Path,
        action="append",
        required=True,
        help="写到哪里：.xlsx 为汇总工作簿，.docx 为公开文字；两样都要就写两次 -o",
    )
    _road(summary)
    # What is published counts by every rule.
    summary.set_defaults(run=_summary, select=None, ignore=None)


def _submit_command(submit: Parser) -> None:
    submit.add_argument("file", metavar="文件", type=Path)
    submit.add_argument(
        "-o",
        "--output",
        metavar="报送版.xlsx",
        type=Path,
        help="写到哪里，默认在原文件旁边，名为“原名_报送版.xlsx”",
    )
    submit.add_argument("--force", action="store_true", help="还有错误、读不成的也照现状生成")
    submit.add_argument("--policy", metavar="名称或文件", help="评分办法，默认随版式")
    submit.set_defaults(run=_submit)


def _review_command(review: Parser) -> None:
    _files(review)
    review.add_argument(
        "-o", "--output", metavar="复核表.xlsx", type=Path, required=True, help="写到这个新文件"
    )
    review.add_argument(
        "--review", metavar="旧复核表.xlsx", type=Path, help="沿用以前填好、仍然适用的内容"
    )
    _choice(review)
    review.set_defaults(run=_review)


def _files(parser: Parser) -> None:
    """What to check, which several commands ask alike."""
    parser.add_argument("paths", nargs="+", metavar="文件或文件夹", type=Path)
    parser.add_argument("--policy", metavar="名称或文件", help="评分办法，默认随版式")
    parser.add_argument(
        "--jobs",
        metavar="数",
        type=int,
        choices=range(1, 65),
        help="同时用几个进程，默认看文件多少",
    )


def _choice(parser: Parser) -> None:
    """By which rules to check."""
    parser.add_argument("--select", metavar="规则", help="只用这些规则，逗号隔开，如 N,R503")
    parser.add_argument("--ignore", metavar="规则", help="不用这些规则，逗号隔开")


def _road(parser: Parser) -> None:
    """How to go through many files, and what a reviewer said of them."""
    parser.add_argument("--review", metavar="复核表.xlsx", type=Path, help="采用填好的复核表")
    parser.add_argument(
        "--ledger", metavar="记录.db", type=Path, help="核查记录的位置，默认与写出的结果放在一起"
    )
    parser.add_argument(
        "--dask", metavar="tcp://地址", help="交给已有的 dask 集群核查（须另装 jixiao[dask]）"
    )
    parser.add_argument("--no-ledger", action="store_true", help="不用核查记录，全部重新核查")


def _review(arguments: Namespace) -> int:
    from macros.reviewing import review

    return review(arguments)


def _check(arguments: Namespace) -> int:
    from macros.checking import check

    return check(arguments)


def _summary(arguments: Namespace) -> int:
    from macros.summarising import summarise

    return summarise(arguments)


def _score(arguments: Namespace) -> int:
    from macros.checking import score

    return score(arguments)


def _submit(arguments: Namespace) -> int:
    from macros.submitting import submit

    return submit(arguments)


def _rules(arguments: Namespace) -> int:
    from validators.reports import rules_page

    if arguments.format == "json":
        print_json(rules_page.as_data())
    else:
        print(rules_page.markdown() if arguments.format == "md" else rules_page.listing())
    return CLEAN


def _explain(arguments: Namespace) -> int:
    from validators.catalogue import RETIRED, find
    from validators.reports import rules_page

    module = find(arguments.rule)
    if module is None:
        became = RETIRED.get(arguments.rule.upper())
        return refuse(became or f"没有规则 {arguments.rule}。请运行 jixiao rules 查看全部规则。")
    print(rules_page.explain(module))
    return CLEAN


def _demo(arguments: Namespace) -> int:
    from macros.demo import lay_out_demo
    from macros.running import Run
    from validators.bulk import Choice
    from validators.work import Work

    folder: Path = arguments.folder
    try:
        paths = lay_out_demo(folder)
    except OSError:
        return refuse(f"写不了文件夹 {folder}。请换一个可写的文件夹，并关闭已打开的演示文件。")
    print(f"公开的九张表和三张改坏的表已放入 {folder.resolve()}", file=sys.stderr)
    every = Work(tuple(module.RULE.code for module in Choice().rules))
    status = Run(paths, every, reports=(folder / REPORT_NAME,)).execute()
    # The spoiled copies must be found out: that is what a demonstration succeeds at.
    return CLEAN if status == FOUND else status


def _build(arguments: Namespace) -> int:
    from macros import building

    root = Path(__file__).resolve().parent.parent
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
