"""What the flags mean, for `jixiao explain`."""

from __future__ import annotations

from validators.flags import shares
from validators.flags.chance import FEWEST
from validators.flags.copies import COPIES
from validators.flags.costs import PEERS
from validators.flags.habits import HABITS, YEAR_HABITS

_LEAD = "{code} 复核线索（不是问题，不计入错误、警告、提示，不发给单位）"
_HOW = (
    f"怎么比：同批里一个单位至少 {FEWEST} 份，与全批（不只一个单位）的比例比，"
    "按二项分布偶然这样的可能很小才提出；全批没有人有这个习惯的，一批里提出的可能不到百分之一。"
    "对真实复核得分：未验证。"
)


_SHARES = (
    "看什么：实际完成值里的百分比，写明的调查份数（问卷、样本）怎么算也得不出，"
    "例如 40 份得不出 95.5%。\n"
    f"也可能：{shares.OTHERWISE}\n"
    "怎么比：四舍五入和舍去都算得出；写了几个份数的，都得不出才提出。对真实复核得分：未验证。"
)


def explained(code: str) -> str:
    """The explanation of a code; empty where there is no such flag."""
    if code == shares.CODE:
        return "\n".join((_LEAD.format(code=code), _SHARES))
    kinds = [one for one in (*HABITS, *YEAR_HABITS, *COPIES, PEERS) if one.code == code]
    if not kinds:
        return ""
    looked = [f"看什么：一个单位的表，多数{one.does}。\n也可能：{one.otherwise}" for one in kinds]
    return "\n".join((_LEAD.format(code=code), *looked, _HOW))
