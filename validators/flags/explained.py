"""What the flags mean, for `jixiao explain`."""

from __future__ import annotations

from validators.flags.chance import FEWEST
from validators.flags.copies import COPIES
from validators.flags.habits import HABITS, YEAR_HABITS

_LEAD = "{code} 复核线索（不是问题，不计入错误、警告、提示，不发给单位）"
_HOW = (
    f"怎么比：同批里一个单位至少 {FEWEST} 份，与全批（不只一个单位）的比例比，"
    "按二项分布偶然这样的可能很小才提出；全批没有人有这个习惯的，一批里提出的可能不到百分之一。"
    "对真实复核得分：未验证。"
)


def explained(code: str) -> str:
    """The explanation of a code; empty where there is no such flag."""
    kinds = [one for one in (*HABITS, *YEAR_HABITS, *COPIES) if one.code == code]
    if not kinds:
        return ""
    looked = [f"看什么：一个单位的表，多数{one.does}。\n也可能：{one.otherwise}" for one in kinds]
    return "\n".join((_LEAD.format(code=code), *looked, _HOW))
