"""`jixiao check` and `jixiao score`: what was asked, put to the other rooms, and told."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from macros.arguments import CLEAN, USAGE, print_json, refuse
from validators.bulk import Choice, Result, check_file, is_report, selected, workbooks_in
from validators.policies import policy_of
from validators.reports import text
from workbooks.open_file import open_workbook
from workbooks.refusal import Refusal
from xlfuncs.policy import PolicyError

_TOLD_EVERY = 100


def check(arguments: Namespace) -> int:
    """Everything that `jixiao check` does; the exit status."""
    wrong = (
        _wrong_rules(arguments.select)
        or _wrong_rules(arguments.ignore)
        or _wrong_policy(arguments.policy)
        or _wrong_paths(arguments.paths)
        or (arguments.report and wrong_report(arguments.report))
    )
    if wrong:
        return refuse(wrong)
    choice = Choice(selected(_codes(arguments.select), _codes(arguments.ignore)), arguments.policy)
    paths = list(dict.fromkeys(workbooks_in(arguments.paths)))
    return report(paths, choice, arguments.format, arguments.report, arguments.strict)


def _codes(text: str | None) -> list[str]:
    return [code.strip() for code in (text or "").replace("，", ",").split(",") if code.strip()]


def _wrong_rules(text: str | None) -> str | None:
    codes = _codes(text)
    if text is not None and not codes:
        return "没有写出规则。请写编号、族或名称，例如 N601,R。"
    unknown = next((code for code in codes if not selected([code])), None)
    return unknown and f"没有规则 {unknown}。请运行 jixiao rules 查看全部规则。"


def _wrong_policy(policy: str | None) -> str | None:
    try:
        if policy:
            policy_of(policy)
    except PolicyError as error:
        return str(error)
    return None


def _wrong_paths(paths: list[Path]) -> str | None:
    missing = next((path for path in paths if not path.exists()), None)
    return f"找不到 {missing}。请确认路径是否正确。" if missing else None


def wrong_report(path: Path) -> str | None:
    """Why a report may not be written to a path, as a sentence; None when it may.

    Seen before anything is checked, and above all: no submitted file is ever replaced.
    """
    if path.suffix.lower() != ".xlsx":
        return f"核查结果要写成 .xlsx 文件，不能写成 {path.name}。请改文件名。"
    if not path.absolute().parent.is_dir():
        return f"写不了 {path}：没有这个文件夹。请先建文件夹，或换一个位置。"
    if path.exists():
        grids = open_workbook(path)
        if isinstance(grids, Refusal) or not is_report(grids):
            return f"{path} 已经存在，并且不是以前的核查结果，不能覆盖。请换一个文件名。"
    return None


def _results(paths: list[Path], choice: Choice) -> Iterator[Result]:
    for number, path in enumerate(paths, 1):
        result = check_file(path, choice)
        if not result.passed_over:
            yield result
        if number % _TOLD_EVERY == 0:
            print(f"已核查 {number}/{len(paths)} 份", file=sys.stderr)


def report(
    paths: list[Path], choice: Choice, style: str, workbook: Path | None, strict: bool
) -> int:
    """Checks the files, prints what was found, writes the Excel report; the exit status."""
    results = []
    for result in _results(paths, choice):
        results.append(result)
        if style == "text":
            print("\n".join(text.lines(result)))
    if not results:
        return refuse("没有可核查的 .xlsx、.xlsm、.xls 或 .et 文件。请确认路径是否正确。")
    worst = max(result.status(strict) for result in results)
    if style == "json":
        from validators.reports import json_report

        print_json(json_report.as_data(results, choice.policy))
    else:
        print("\n".join(text.summary_lines(results)))
    if workbook is None:
        return worst
    return max(worst, _write(results, workbook))


def _write(results: list[Result], path: Path) -> int:
    from validators.reports import excel

    try:
        excel.write(results, path)
    except OSError:
        return refuse(f"写不了 {path}。请确认文件夹可写，并且没有在 Excel 里打开着它。")
    print(f"核查结果已写入 {path}", file=sys.stderr)
    return CLEAN


def score(arguments: Namespace) -> int:
    """Everything that `jixiao score` does; the exit status."""
    from validators.reports import scorecard

    wrong = _wrong_policy(arguments.policy) or _wrong_paths(arguments.files)
    if wrong:
        return refuse(wrong)
    worst = CLEAN
    for path in arguments.files:
        result = check_file(path, Choice((), arguments.policy))
        print(path.name)
        if result.refusal is not None:
            print(result.refusal.message)
        for form in result.forms:
            print("\n".join(scorecard.lines(form)))
        worst = max(worst, USAGE if result.passed_over else result.status(strict=False))
    return worst
