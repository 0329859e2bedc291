"""Commands that take submitted files, as they are typed: check, review, summary and so on."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from macros.commands.chinese_argparse import Parser
from workbooks.values.memory import collected_later


def add_file_commands(commands: Any) -> None:
    """The first six, among the other commands."""
    _check_command(commands.add_parser("check", help="核查文件或文件夹，列出问题"))
    _review_command(commands.add_parser("review", help="生成复核表：复核得分、审核意见、问题核准"))
    _summary_command(
        commands.add_parser("summary", help="汇总：各项目得分、扣分、执行率，和决算公开文字")
    )
    _trend_command(
        commands.add_parser("trend", help="历年：各项目、指标逐年比，放宽的、连年扣分的")
    )
    _submit_command(commands.add_parser("submit", help="另写一份只有数值、没有公式和宏的报送版"))
    _score_command(commands.add_parser("score", help="逐行测算得分，并写明怎么算的"))


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
        "--format", choices=("text", "json"), default="text", help="屏幕输出的格式，默认 text"
    )
    check.add_argument(
        "--pretty", action="store_true", help="屏幕上的 json 分行缩进，便于阅读；默认每个文件一行"
    )
    _choice(check)
    check.add_argument(
        "--last",
        metavar="上次结果.json",
        type=Path,
        help="与这份结果比；默认与本用户上次核查的比",
    )
    _screen(check)
    check.add_argument("--strict", action="store_true", help="有警告时退出状态也为 1")
    _returning(check)
    _road(check)
    overwriting_option(check)
    check.set_defaults(run=_check)


def _returning(check: Parser) -> None:
    """What goes back to the units, and how."""
    check.add_argument(
        "--return",
        dest="returned",
        metavar="文件夹",
        type=Path,
        help="写出要退回的副本：有错误、读不成的在「退回修改」，只有警告的在「请核实」",
    )
    check.add_argument(
        "--return-level",
        choices=("错误", "警告"),
        help="退回到哪一级：错误，或者只有警告的也退回（默认）",
    )
    check.add_argument(
        "--parcels",
        choices=("文件夹", "压缩包"),
        help="每个单位的副本和退回通知放进一个文件夹，或一个压缩包（.zip）",
    )


def _screen(check: Parser) -> None:
    """What the screen shows."""
    check.add_argument(
        "--level",
        choices=("错误", "警告", "提示"),
        help="屏幕上只列这一级和更重的问题；默认全列，写了 --report 的只列合计",
    )
    check.add_argument(
        "--statistics", action="store_true", help="屏幕上不逐条列出，只列按单位、按规则的合计"
    )


def _review_command(review: Parser) -> None:
    _files(review)
    review.add_argument(
        "-o", "--output", metavar="复核表.xlsx", type=Path, help="复核表写到这个新文件"
    )
    review.add_argument(
        "--opinions",
        metavar="审核意见表.xlsx",
        type=Path,
        action="append",
        default=[],
        help="另写审核意见表：.xlsx，或可以粘贴的文字 .txt；两样都要就写两次",
    )
    review.add_argument(
        "--review", metavar="旧复核表.xlsx", type=Path, help="沿用以前填好、仍然适用的内容"
    )
    _choice(review)
    overwriting_option(review)
    review.set_defaults(run=_review)


def _summary_command(summary: Parser) -> None:
    _files(summary)
    summary.add_argument(
        "-o",
        "--output",
        metavar="汇总.xlsx",
        type=Path,
        action="append",
        default=[],
        help="写到哪里：.xlsx 为汇总工作簿，.docx 为公开文字；两样都要就写两次",
    )
    _choice(summary)
    _road(summary)
    overwriting_option(summary)
    summary.set_defaults(run=_summary)


def _trend_command(trend: Parser) -> None:
    trend.add_argument(
        "paths",
        nargs="+",
        metavar="文件或文件夹",
        type=Path,
        help="各年的工作簿、文件夹或 .zip 压缩包，自评表和申报表都可以",
    )
    trend.add_argument(
        "-o", "--output", metavar="历年.xlsx", type=Path, help="写到哪里，不写的只在屏幕上说"
    )
    _policy(trend)
    trend.add_argument("--edition", metavar="版式.toml", type=Path, help="自己写的版式文件")
    _jobs(trend)
    overwriting_option(trend)
    trend.set_defaults(run=_trend)


def _submit_command(submit: Parser) -> None:
    submit.add_argument("file", metavar="文件", type=Path, help="要报送的工作簿")
    submit.add_argument(
        "-o",
        "--output",
        metavar="报送版.xlsx",
        type=Path,
        help="写到哪里，默认在原文件旁边，名为“原名_报送版.xlsx”",
    )
    submit.add_argument("--force", action="store_true", help="还有错误、读不成的也照现状生成")
    _policy(submit)
    settings_options(submit)
    _criteria(submit)
    submit.add_argument(
        "--review", metavar="复核表.xlsx", type=Path, help="填好的复核表：已核准的错误不再拦住"
    )
    overwriting_option(submit)
    submit.set_defaults(run=_submit, select=None, ignore=None)


def _score_command(score: Parser) -> None:
    score.add_argument("files", nargs="+", metavar="文件", type=Path, help="要测算的自评表")
    _policy(score)
    score.set_defaults(run=_score)


def _files(parser: Parser) -> None:
    """What to check, which several commands ask alike."""
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="文件或文件夹",
        type=Path,
        help="工作簿、文件夹或 .zip 压缩包，可以写几个",
    )
    _policy(parser)
    settings_options(parser)
    parser.add_argument(
        "--edition", metavar="版式.toml", type=Path, help="自己写的版式，先于随程序的版式"
    )
    _criteria(parser)
    _jobs(parser)


def _jobs(parser: Parser) -> None:
    parser.add_argument(
        "--jobs",
        metavar="数",
        type=int,
        choices=range(1, 65),
        help="同时用几个进程，默认看文件多少",
    )


def _criteria(parser: Parser) -> None:
    parser.add_argument(
        "--criteria",
        metavar="审核口径.xlsx",
        type=Path,
        help="本单位自己的审核口径（jixiao criteria --init 写一份）",
    )


def overwriting_option(parser: Parser) -> None:
    """`--overwrite`, of every command that writes a file."""
    parser.add_argument(
        "--overwrite",
        action="store_true",
        help="要写的文件已经存在、又不是本工具写的或有人改动过的，也覆盖",
    )


def settings_options(parser: Parser) -> None:
    """Which 绩效核查.toml counts."""
    parser.add_argument(
        "--settings",
        metavar="绩效核查.toml",
        type=Path,
        help="设置文件，默认看当前文件夹和自己的文件夹",
    )
    parser.add_argument("--no-settings", action="store_true", help="不用设置文件")


def _policy(parser: Parser) -> None:
    parser.add_argument("--policy", metavar="名称或文件", help="评分办法，默认随版式")


def _choice(parser: Parser) -> None:
    """By which rules to check."""
    parser.add_argument("--select", metavar="规则", help="只用这些规则，逗号隔开，如 N,R503")
    parser.add_argument("--ignore", metavar="规则", help="不用这些规则，逗号隔开")


def _road(parser: Parser) -> None:
    """How to go through many files, and what a reviewer said of them."""
    parser.add_argument("--review", metavar="复核表.xlsx", type=Path, help="采用填好的复核表")
    parser.add_argument(
        "--expected",
        metavar="名单.xlsx",
        type=Path,
        help="应报名单：列出已报、未报、多报、重复和名称近似的",
    )
    parser.add_argument(
        "--against",
        metavar="申报文件夹",
        type=Path,
        help="与这里的申报表比：指标值、缺的指标、预算、分值（X701 至 X703、X714）",
    )
    parser.add_argument(
        "--last-year",
        metavar="去年文件夹",
        type=Path,
        help="与这里上年的自评表比：指标值是否调低（X705、X706）",
    )
    parser.add_argument(
        "--ledger", metavar="记录.db", type=Path, help="核查记录的位置，默认在本用户自己的文件夹"
    )
    parser.add_argument(
        "--dask", metavar="tcp://地址", help="交给已有的 dask 集群核查（要另装程序库）"
    )
    parser.add_argument("--no-ledger", action="store_true", help="不用核查记录，全部重新核查")


def _review(arguments: Namespace) -> int:
    from macros.commands.review import review

    return review(arguments)


def _check(arguments: Namespace) -> int:
    with collected_later():  # what is imported is no rubbish
        from macros.commands.check import check

    return check(arguments)


def _trend(arguments: Namespace) -> int:
    from macros.commands.trend import trend

    return trend(arguments)


def _summary(arguments: Namespace) -> int:
    from macros.commands.summary import summarise

    return summarise(arguments)


def _score(arguments: Namespace) -> int:
    from macros.commands.check import score

    return score(arguments)


def _submit(arguments: Namespace) -> int:
    from macros.commands.submit import submit

    return submit(arguments)
