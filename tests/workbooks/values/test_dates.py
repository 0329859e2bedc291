"""Dates as they are typed in 计划开始日期 and 计划完成日期, and moments named in targets."""

from __future__ import annotations

import pytest

from workbooks.values.dates import names_a_moment, out_of_order, read_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2025-01-01", (2025, 1, 1)),
        ("2025-01-01 00:00:00", (2025, 1, 1)),
        ("2025/1/1", (2025, 1, 1)),
        ("2025.12.31", (2025, 12, 31)),
        ("2025年1月1日", (2025, 1, 1)),
        ("２０２５年１２月３１日", (2025, 12, 31)),
        ("2025 年 6 月", (2025, 6)),
        ("2025.06", (2025, 6)),
        ("20251231", (2025, 12, 31)),
        ("2025年", (2025,)),
        ("2025年13月", (2025,)),
        ("长期", None),
        ("", None),
        ("/", None),
        ("预计2025年底", None),
    ],
)
def test_date(text: str, date: tuple[int, ...] | None) -> None:
    assert read_date(text) == date


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("2025-06-01", "2025-05-31", True),
        ("2025-06-01", "2025-06-01", False),
        ("2025-06-01", "2025-06-02", False),
        ("2025年7月", "2025年6月30日", True),
        ("2025-06-15", "2025年6月", False),
        ("2025-12-31", "2024年", True),
        ("2025-12-31", "2025年", False),
        ("2025-12-31", "长期", False),
        ("", "2025-12-31", False),
    ],
)
def test_order(first: str, last: str, wrong: bool) -> None:
    assert out_of_order(first, last) is wrong


@pytest.mark.parametrize(
    "text", ["2024年3月底前", "12月底之前", "第三季度", "2024.6", "6月10日上线", "年底前"]
)
def test_moment(text: str) -> None:
    assert names_a_moment(text)


@pytest.mark.parametrize("text", ["3个月", "流程规范", "2024年度目标", "36个月", "较快", "1.5倍"])
def test_no_moment(text: str) -> None:
    assert not names_a_moment(text)
