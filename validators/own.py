"""Workbooks of ours: they may lie among the files that they are about, and are known again."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from workbooks.open_file import sheet_names

CHECK, SUMMARY = "核查结果", "汇总"
_SHEETS = {
    CHECK: frozenset({"汇总", "问题清单", "规则说明"}),
    SUMMARY: frozenset({"概览", "项目", "薄弱指标", "公开文字", "图表数据"}),
}


def report_kind(path: Path) -> str | None:
    """Which workbook of ours a file is; None for any other."""
    return kind_of(sheet_names(path))


def kind_of(sheets: Collection[str]) -> str | None:
    """Which workbook of ours has these sheets; None for any other."""
    return next((kind for kind, own in _SHEETS.items() if own <= set(sheets)), None)
