"""What a hand-in file leaves out, and how many findings a check had: for the screen and the box."""

from __future__ import annotations

from collections.abc import Sequence

from validators.checking.check_file import CheckedForm
from validators.rule import Severity


def counted(forms: Sequence[CheckedForm]) -> str:
    """How many of what was found.

    >>> counted(())
    '错误 0 处，警告 0 处，提示 0 处，读不成 0 处，未检查 0 项'
    """
    found = [one.severity for form in forms for one in form.outcome.findings]
    parts = [f"{severity.word} {found.count(severity)} 处" for severity in Severity]
    parts.append(f"读不成 {sum(len(form.reading.unreadable) for form in forms)} 处")
    parts.append(f"未检查 {sum(len(form.outcome.skips) for form in forms)} 项")
    return "，".join(parts)


def left_out(gone: Sequence[str]) -> str:
    """What a file has and its 报送版 has not.

    >>> left_out(("宏", "批注"))
    '报送版里没有带：宏、批注。'
    """
    return f"报送版里没有带：{'、'.join(gone)}。"
