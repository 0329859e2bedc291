"""`jixiao check` and `jixiao score`: what was asked, put to the other rooms, and told."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from macros.commands import outputs
from macros.commands.chinese_argparse import CLEAN, USAGE, refuse
from macros.commands.run_over_files import Run
from macros.commands.settings import codes
from validators.bulk.work import Work, with_criteria
from validators.checking.check_file import Choice, check_file, selected
from validators.checking.checked_policy import policy_of
from validators.checking.our_files import REPORT_KIND
from validators.records.record import recorded, worded
from validators.rule import Severity
from workbooks.files.refusal import Refusal
from workbooks.values.dataclass import replace
from xlfuncs.policy import PolicyError

if TYPE_CHECKING:
    from validators.across.expected import ExpectedList
    from validators.review.applied import Reviewing


_LEVELS = {severity.word: severity for severity in Severity}

TAKEN = (
    "{path} 已经存在，不是本工具写在那里的，或者写好以后有人改动过，不会覆盖。"
    "请换一个文件名；确要覆盖的，加 --overwrite。"
)


def check(arguments: Namespace) -> int:
    """Everything that `jixiao check` does; the exit status."""
    allow_overwriting(arguments.report, arguments, REPORT_KIND)
    wrong = wrong_outputs("--report", arguments.report, _wrong_report) or (
        arguments.returned and _wrong_return(arguments.returned, arguments.paths)
    )
    wrong = wrong or (arguments.last and _wrong_last(arguments.last))
    run = wrong or begun_run(arguments)
    if isinstance(run, str):
        return refuse(run)
    run = replace(
        run,
        style=arguments.format,
        pretty=arguments.pretty,
        reports=tuple(arguments.report),
        returned=arguments.returned,
        return_level=arguments.return_level or "警告",
        parcels=arguments.parcels,
        strict=arguments.strict,
        last=arguments.last,
        level=_LEVELS.get(arguments.level),
        statistics=arguments.statistics,
    )
    return run.execute()


def begun_run(arguments: Namespace) -> Run | str:
    """The files and how they are checked, as all commands ask; a sentence where that cannot be."""
    wrong = (
        wrong_choice(arguments)
        or (arguments.dask and _wrong_cluster(arguments.dask))
        or _wrong_beside("--against", arguments.against)
        or _wrong_beside("--last-year", arguments.last_year)
        or (arguments.ledger and _wrong_ledger(arguments.ledger, arguments.paths))
    )
    if wrong:
        return str(wrong)
    work = chosen_work(arguments)
    review = begun_review(arguments.review, work)
    if isinstance(review, str):
        return review
    expected = begun_list(arguments.expected)
    if isinstance(expected, str):
        return expected
    return Run(
        tuple(arguments.paths),
        work,
        jobs=arguments.jobs,
        ledger=arguments.ledger,
        forgetful=arguments.no_ledger,
        cluster=arguments.dask,
        review=review,
        expected=expected,
        against=arguments.against,
        last_year=arguments.last_year,
        levels=arguments.levels,
        settings=arguments.settled,
    )


def wrong_choice(arguments: Namespace) -> str | None:
    """What is wrong with the files, rules or policy that were named, as a sentence."""
    return (
        _wrong_rules(arguments.select)
        or _wrong_rules(arguments.ignore)
        or wrong_policy(arguments.policy)
        or wrong_edition(arguments.edition)
        or wrong_criteria(arguments.criteria)
        or wrong_paths(arguments.paths)
    )


def chosen_work(arguments: Namespace) -> Work:
    """The rules and the policy that were asked for."""
    chosen = selected(codes(arguments.select), codes(arguments.ignore))
    named = tuple(module.RULE.code for module in chosen)
    criteria: Path | None = arguments.criteria
    import hashlib

    digest = hashlib.sha256(criteria.read_bytes()).hexdigest() if criteria else ""
    return Work(named, arguments.policy, arguments.edition, criteria, digest)


def begun_review(path: Path | None, work: Work) -> Reviewing | str | None:
    """The 复核表 that was named, to be joined to a run; a sentence where it cannot be read."""
    if path is None:
        return None
    from validators.review.applied import Reviewing
    from validators.review.read import read

    found = read(path)
    if isinstance(found, Refusal):
        return found.message
    own = [module.RULE.code for module in with_criteria(Choice(()), work.criteria).rules]
    return Reviewing(found, (*work.codes, *own), work.policy)


def begun_list(path: Path | None) -> ExpectedList | str | None:
    """The list of what is expected that was named; a sentence where it cannot be used."""
    if path is None:
        return None
    from validators.across.expected import read

    found = read(path)
    return found.message if isinstance(found, Refusal) else found


def _wrong_rules(text: str | None) -> str | None:
    named = codes(text)
    if text is not None and not named:
        return "没有写出规则。请写编号、族或名称，例如 N601,R。"
    unknown = next((code for code in named if not selected([code])), None)
    return unknown and f"没有规则 {unknown}。请运行 jixiao rules 查看全部规则。"


def wrong_edition(edition: Path | None) -> str | None:
    """Why an edition of the user's own cannot be used, as a sentence; None when it can."""
    if edition is None:
        return None
    from workbooks.reading.edition_file import EditionError, with_own
    from xlfuncs.policy import policy_names

    try:
        with_own(edition, policy_names())
    except EditionError as error:
        return str(error)
    return None


def wrong_criteria(path: Path | None) -> str | None:
    """Why a department's own criteria cannot be used: every wrong cell; None when they can."""
    if path is None:
        return None
    from validators.criteria.read import read

    found = read(path)
    if isinstance(found, Refusal):
        return found.message
    if found.idle:
        print(found.idle, file=sys.stderr)
    return None


def wrong_policy(policy: str | None) -> str | None:
    """Why a 评分办法 cannot be used, as a sentence; None when it can."""
    try:
        if policy:
            policy_of(policy)
    except PolicyError as error:
        return str(error)
    return None


def _wrong_beside(option: str, path: Path | None) -> str | None:
    if path is None or path.exists():
        return None
    return f"{option} 找不到 {path}。请确认路径是否正确。"


def wrong_paths(paths: Iterable[Path]) -> str | None:
    """Why what shall be looked at cannot be, as a sentence."""
    missing = next((path for path in paths if not path.exists()), None)
    return f"找不到 {missing}。请确认路径是否正确。" if missing else None


def wrong_outputs(
    option: str, paths: list[Path], wrong: Callable[[Path], str | None]
) -> str | None:
    """What is wrong with the files that an option names to be written; `wrong` tells it of one.

    Seen before anything is checked, and above all: no submitted file is ever replaced.
    """
    placed = [os.path.normcase(path.resolve()) for path in paths]  # Windows: A.xlsx is a.xlsx
    twice = next(
        (path for path, place in zip(paths, placed, strict=True) if placed.count(place) > 1), None
    )
    if twice is not None:
        return f"{option} {twice} 写了两次。请只写一次，或换一个文件名。"
    return next(filter(None, map(wrong, paths)), None)


def _wrong_report(path: Path) -> str | None:
    if path.suffix.lower() not in outputs.ENDINGS:
        endings = "、".join(outputs.ENDINGS)
        return f"核查结果要写成 {endings} 文件，不能写成 {path.name}。请改文件名。"
    return taken(path, REPORT_KIND) or wrong_folder(path)


def allow_overwriting(paths: Iterable[Path], arguments: Namespace, kind: str = "") -> None:
    """`--overwrite`: what stands at these places now may be replaced, whoever wrote it.

    What people wrote into a workbook of ours of this kind is carried all the same.
    """
    if arguments.overwrite:
        from workbooks.output_register import remember

        for path in paths:
            if taken(path, kind):
                remember(path)


def taken(path: Path, kind: str = "") -> str | None:
    """That a file stands at a place which is not ours to replace, as a sentence.

    A workbook of ours of some kind may be: what people wrote into it is carried into the next.
    """
    if not os.path.lexists(path):
        return None
    from workbooks.output_register import is_known, may_be_replaced

    if may_be_replaced(path):
        return None
    if kind and is_known(path):
        from validators.reports.workbook.written_notes import can_be_carried

        if can_be_carried(path, kind):
            return None
    return TAKEN.format(path=path)


def wrong_folder(path: Path) -> str | None:
    """Why nothing can be written to a path that names no folder, as a sentence."""
    if path.absolute().parent.is_dir():
        return None
    return f"写不了 {path}：没有这个文件夹。请先建文件夹，或换一个位置。"


def _wrong_return(folder: Path, paths: list[Path]) -> str | None:
    """Copies among the submitted files would be checked as submitted the next time."""
    if folder.exists() and not folder.is_dir():
        return f"{folder} 是文件，退回修改的副本要写到文件夹里。请换一个文件夹。"
    if not folder.absolute().parent.is_dir():
        return f"写不了 {folder}：没有上一级文件夹。请先建文件夹，或换一个位置。"
    place = folder.resolve()
    for checked in (path.resolve() for path in paths):
        inside = checked.is_dir() and place.is_relative_to(checked)
        if inside or checked.is_relative_to(place):
            return (
                f"退回修改的副本不能和所核查的文件放在一起（{folder}）。"
                "请换一个文件夹，不要在所核查的文件夹里面，也不要包着它。"
            )
    return None


def _wrong_cluster(address: str) -> str | None:
    try:
        from distributed import Client
    except ImportError:
        return (
            '没有安装 dask，用不了 --dask。请在本程序的文件夹运行 python -m pip install ".[dask]"。'
        )
    try:
        Client(address, timeout=10, set_as_default=False).close()
    except (OSError, ValueError):
        return f"连不上 dask 集群 {address}。请确认地址，例如 tcp://10.0.0.1:8786。"
    return None


def _wrong_last(path: Path) -> str | None:
    from validators.bulk.last_time import of_report

    told = of_report(path)
    return told if isinstance(told, str) else None


def _wrong_ledger(path: Path, checked: list[Path]) -> str | None:
    if path.suffix != ".db":
        return f"核查记录要写成 .db 文件，不能写成 {path.name}。请改文件名。"
    if any(path.resolve().is_relative_to(one.resolve()) for one in checked):
        return (
            f"核查记录不能放在所核查的文件夹里（{path}）：交表的单位能改动那里的文件，"
            "记录就不可信了。请换一个文件夹，或不写 --ledger。"
        )
    return wrong_folder(path)


def score(arguments: Namespace) -> int:
    """Everything that `jixiao score` does; the exit status."""
    from validators.reports import scorecard

    wrong = wrong_policy(arguments.policy) or wrong_paths(arguments.files)
    if wrong:
        return refuse(wrong)
    worst = CLEAN
    for path in arguments.files:
        result = check_file(path, Choice((), arguments.policy))
        record, text = worded(recorded(result), partial(scorecard.text, result))
        print(text)
        worst = max(worst, USAGE if result.aside is not None else record.status(strict=False))
    return worst
