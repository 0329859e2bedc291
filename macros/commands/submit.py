"""`jixiao submit`: a workbook judged, copied as values only, and what is told of that."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from macros.commands.check import allow_overwriting, begun_review, wrong_criteria, wrong_policy
from macros.commands.chinese_argparse import CLEAN, FOUND, refuse
from macros.commands.settings import chosen
from macros.desk import user_files
from macros.hand_in.hand_in import UNWRITABLE, candidate, nothing_accepted, put, wrong_target
from macros.hand_in.left_out import counted, left_out
from validators.bulk.work import Work, with_criteria
from validators.checking.check_file import CheckedForm, Choice
from validators.reports import entries
from validators.review.lapsed_text import review_lines
from validators.terminal_text import one_line
from workbooks.files.open_file import raw_bytes
from workbooks.files.refusal import Refusal
from workbooks.values.dataclass import replace

if TYPE_CHECKING:
    from validators.review.applied import Reviewing


def submit(arguments: Namespace) -> int:
    """Everything that `jixiao submit` does; the status 0 means that it was written."""
    source: Path = arguments.file
    target: Path = arguments.output or user_files.hand_in_file(source)
    levels = tuple(arguments.levels.items())
    choice = Choice(policy=arguments.policy, levels=levels)
    choice = chosen(choice, arguments.select, arguments.ignore)
    raw = raw_bytes(source)
    if wrong := wrong_policy(arguments.policy) or wrong_criteria(arguments.criteria):
        return refuse(wrong)
    choice = with_criteria(choice, arguments.criteria)
    if isinstance(raw, Refusal):
        return refuse(f"{source}：{raw.message}")
    if target != source:
        allow_overwriting([target], arguments)
    if wrong := wrong_target(target, source):
        return refuse(f"{wrong}请用 -o 另写一个文件名。")
    review = begun_review(arguments.review, _work(choice))
    if isinstance(review, str):
        return refuse(review)
    found = candidate(raw, choice, nothing_accepted if review is None else _accepted(review))
    if isinstance(found, str):
        return refuse(f"{source}：{found}")
    if found.objections and not arguments.force:
        _tell_objections(found.objections)
        _tell_review(review, found.forms)
        return FOUND
    try:
        put(found, choice, target)
    except OSError:
        return refuse(UNWRITABLE.format(name=target))
    print(f"报送版已写入 {target}，各单元格已与原文件逐一核对。")
    if found.copy.left_out:
        print(left_out(found.copy.left_out))
    print(f"{counted(found.forms)}。")
    _tell_review(review, found.forms)
    return CLEAN


def _work(choice: Choice) -> Work:
    return Work(tuple(module.RULE.code for module in choice.rules), choice.policy)


def _tell_objections(objections: Sequence[str]) -> None:
    print(f"没有生成报送版：还有 {len(objections)} 处要先改正。", file=sys.stderr)
    print("\n".join(f"  {line}" for line in objections), file=sys.stderr)
    print("请改正后再运行；确要照现状报送的，加 --force。", file=sys.stderr)


def _accepted(review: Reviewing) -> Callable[[CheckedForm], Sequence[bool]]:
    return lambda form: [bool(said.accepted) for said in review.told(form).findings]


def _tell_review(review: Reviewing | None, forms: Sequence[CheckedForm]) -> None:
    """What the reviewer has accepted, and what of the 复核表 does not apply to this file."""
    if review is None:
        return
    from validators.review.applied import ABSENT

    accepted = [entry for form in forms for entry in entries.accepted(review.told(form))]
    if accepted:
        print(f"其中已核准 {len(accepted)} 处：")
    for entry in accepted:
        print("  " + one_line(f"{entry.kind} {entry.code} {entry.cell} {entry.message}"))
        if entry.remark:
            print("    " + one_line(entry.remark.text))
    ended = review.ended(whole=True)
    # A 复核表 is about many files, and this is one.
    own = tuple(one for one in ended.lapsed or () if one.why != ABSENT)
    for line in review_lines(replace(ended, lapsed=own)):
        print(line, file=sys.stderr)
