"""`jixiao submit`: a workbook judged, copied as values only, and what is told of that."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from macros import paths
from macros.arguments import CLEAN, FOUND, refuse
from macros.checking import wrong_policy
from macros.dialogs import counted, left_out
from macros.handing_in import UNWRITABLE, candidate, put, wrong_target
from validators.bulk import Choice
from workbooks.open_file import raw_bytes
from workbooks.refusal import Refusal


def submit(arguments: Namespace) -> int:
    """Everything that `jixiao submit` does; the status 0 means that it was written."""
    source: Path = arguments.file
    target: Path = arguments.output or paths.hand_in_file(source)
    choice = Choice(policy=arguments.policy)
    raw = raw_bytes(source)
    if wrong := wrong_policy(arguments.policy):
        return refuse(wrong)
    if isinstance(raw, Refusal):
        return refuse(f"{source}：{raw.message}")
    if wrong := wrong_target(target, source):
        return refuse(f"{wrong}请用 -o 另写一个文件名。")
    found = candidate(raw, choice)
    if isinstance(found, str):
        return refuse(f"{source}：{found}")
    if found.objections and not arguments.force:
        print(f"没有生成报送版：还有 {len(found.objections)} 处要先改正。", file=sys.stderr)
        print("\n".join(f"  {line}" for line in found.objections), file=sys.stderr)
        print("请改正后再运行；确要照现状报送的，加 --force。", file=sys.stderr)
        return FOUND
    try:
        put(found, choice, target)
    except OSError:
        return refuse(UNWRITABLE.format(name=target))
    print(f"报送版已写入 {target}，各单元格已与原文件逐一核对。")
    if found.copy.left_out:
        print(left_out(found.copy.left_out))
    print(f"{counted(found.forms)}。")
    return CLEAN
