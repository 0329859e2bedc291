"""`jixiao summary`: the files checked as always, and told of as a whole."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from macros.commands.check import allow_overwriting, begun_run, taken, wrong_folder, wrong_outputs
from macros.commands.chinese_argparse import refuse
from validators.checking.our_files import SUMMARY_KIND
from validators.reports.summary.summary import BOOK, DOCUMENT
from workbooks.values.dataclass import replace


def summarise(arguments: Namespace) -> int:
    """Everything that `jixiao summary` does; the exit status of a check of the same files."""
    allow_overwriting(arguments.output, arguments, SUMMARY_KIND)
    if not arguments.output:
        return refuse("命令写得不对：还缺少：-o。请运行 jixiao summary --help 查看用法。")
    wrong = wrong_outputs("-o", arguments.output, _wrong_summary)
    run = wrong or begun_run(arguments)
    if isinstance(run, str):
        return refuse(run)
    return replace(run, style="brief", summaries=tuple(arguments.output)).execute()


def _wrong_summary(path: Path) -> str | None:
    """Why a summary may not be written to a path; a document that somebody worked on is his."""
    if path.suffix.lower() not in (BOOK, DOCUMENT):
        return f"汇总要写成 .xlsx 或 .docx 文件，不能写成 {path.name}。请改文件名。"
    return taken(path, SUMMARY_KIND) or wrong_folder(path)
