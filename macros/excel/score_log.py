"""The record of what 评分 changed: Excel forgets it soon, so every old value is kept in a file.

An entry is written before the first cell is: no old value is lost when Excel breaks down.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from macros.desk import user_files
from macros.excel.fill_scores import Scoring
from macros.excel.live_sheet import Stopped

UNWRITABLE = (
    "写不了评分记录（{path}），原值没有地方保存，所以没有改动。请确认磁盘没有满，再试一次。"
)
_LONGEST = 2_000_000


def begin(book: str, sheet: str, scorings: Sequence[Scoring]) -> Path:
    """Writes every change, old and new, and says where; raises Stopped where it cannot."""
    head = f"{datetime.now():%Y-%m-%d %H:%M:%S} 工作簿“{book}”工作表「{sheet}」"
    changes = [change.line for scoring in scorings for change in scoring.changes]
    _append([head, *changes])
    return user_files.score_log()


def failed(reason: Stopped) -> None:
    """Notes that the changes of the last entry were not made, or not all."""
    _append([f"上列改动没有完成：{reason}"])


def undone() -> None:
    """Notes that the changes of the last entry were taken back."""
    _append(["上列改动已撤销，恢复到评分以前。"])


def _append(lines: Sequence[str]) -> None:
    path = user_files.score_log()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.stat().st_size > _LONGEST:
            path.replace(path.with_name(f"{path.stem}（以前）{path.suffix}"))
        # Notepad of older Windows knows UTF-8 by its first bytes.
        encoding = "utf-8" if path.is_file() else "utf-8-sig"
        with path.open("a", encoding=encoding, newline="\r\n") as stream:
            stream.write("\n".join([*lines, "", ""]))
    except OSError as error:
        raise Stopped(UNWRITABLE.format(path=path)) from error
