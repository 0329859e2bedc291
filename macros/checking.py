"""`jixiao check`, `summary` and `score`: what was asked, put to the other rooms, and told."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from macros.arguments import CLEAN, USAGE, refuse
from macros.running import Run
from validators.bulk import Choice, check_file, selected
from validators.catalogue import RULES
from validators.own import CHECK, report_kind
from validators.policies import policy_of
from validators.reports.record import recorded
from validators.rule import RuleModule
from validators.work import Work
from xlfuncs.policy import PolicyError


def check(arguments: Namespace) -> int:
    """Everything that `jixiao check` does; the exit status."""
    wrong = (
        _wrong_rules(arguments.select)
        or _wrong_rules(arguments.ignore)
        or _wrong_road(arguments)
        or (arguments.report and wrong_report(arguments.report))
    )
    if wrong:
        return refuse(wrong)
    chosen = selected(_codes(arguments.select), _codes(arguments.ignore))
    told = {"style": arguments.format, "report": arguments.report, "strict": arguments.strict}
    return replace(_road(arguments, chosen), **told).execute()


def summarise(arguments: Namespace) -> int:
    """Everything that `jixiao summary` does; the exit status."""
    outputs = tuple(arguments.output)
    wrong = _wrong_road(arguments) or next(filter(None, map(_wrong_summary, outputs)), None)
    if wrong:
        return refuse(wrong)
    return replace(_road(arguments, RULES), style="brief", summary=outputs).execute()


def _wrong_road(arguments: Namespace) -> str | None:
    """What is wrong with what all commands that check files ask for."""
    return (
        _wrong_policy(arguments.policy)
        or _wrong_paths(arguments.paths)
        or (arguments.dask and _wrong_cluster(arguments.dask))
        or (arguments.ledger and _wrong_ledger(arguments.ledger))
        or None
    )


def _road(arguments: Namespace, rules: Sequence[RuleModule]) -> Run:
    """The files, and how they are checked."""
    return Run(
        tuple(arguments.paths),
        Work(tuple(module.RULE.code for module in rules), arguments.policy),
        jobs=arguments.jobs,
        ledger=arguments.ledger,
        forgetful=arguments.no_ledger,
        cluster=arguments.dask,
    )


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
    if path.exists() and report_kind(path) != CHECK:
        return f"{path} 已经存在，并且不是以前的核查结果，不能覆盖。请换一个文件名。"
    return _wrong_folder(path)


def _wrong_summary(path: Path) -> str | None:
    """The same for a summary: a document that somebody has worked on stays as it is."""
    from validators.reports.summary import BOOK, DOCUMENT, may_replace

    if path.suffix.lower() not in (BOOK, DOCUMENT):
        return f"汇总要写成 .xlsx 或 .docx 文件，不能写成 {path.name}。请改文件名。"
    if path.exists() and not may_replace(path):
        return f"{path} 已经存在，不是以前的汇总，或者后来改动过，不能覆盖。请换一个文件名。"
    return _wrong_folder(path)


def _wrong_folder(path: Path) -> str | None:
    if path.absolute().parent.is_dir():
        return None
    return f"写不了 {path}：没有这个文件夹。请先建文件夹，或换一个位置。"


def _wrong_cluster(address: str) -> str | None:
    try:
        from distributed import Client
    except ImportError:
        return "没有安装 dask，用不了 --dask。请运行 pip install jixiao[dask]。"
    try:
        Client(address, timeout=10, set_as_default=False).close()
    except (OSError, ValueError):
        return f"连不上 dask 集群 {address}。请确认地址，例如 tcp://10.0.0.1:8786。"
    return None


def _wrong_ledger(path: Path) -> str | None:
    if path.suffix != ".db":
        return f"核查记录要写成 .db 文件，不能写成 {path.name}。请改文件名。"
    return _wrong_folder(path)


def score(arguments: Namespace) -> int:
    """Everything that `jixiao score` does; the exit status."""
    from validators.reports import scorecard

    wrong = _wrong_policy(arguments.policy) or _wrong_paths(arguments.files)
    if wrong:
        return refuse(wrong)
    worst = CLEAN
    for path in arguments.files:
        result = check_file(path, Choice((), arguments.policy))
        status = recorded(result).status(strict=False)
        print(path.name)
        if result.refusal is not None:
            print(result.refusal.message)
        for form in result.forms:
            print("\n".join(scorecard.lines(form)))
        worst = max(worst, USAGE if result.passed_over else status)
    return worst
