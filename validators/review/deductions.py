"""The coded reasons for a deduction: ours as data, and those that an office adds in its 复核表."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from workbooks.values.dataclass import dataclass
from workbooks.values.regex import regex
from workbooks.values.terms import clean

_CODE = regex(r"[0-9A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Deduction:
    """One reason: `told` as it is chosen, its code first, and `when` it is meant."""

    told: str
    when: str

    @property
    def code(self) -> str:
        """By what it is known; the whole text where it begins with no code.

        >>> Deduction("01 没有佐证材料", "").code, Deduction("没有签到表", "").code
        ('1', '没有签到表')
        """
        return code_of(self.told)


@cache
def standard() -> tuple[Deduction, ...]:
    """Those that every 复核表 offers."""
    text = Path(__file__).with_name("deductions.toml").read_text("utf-8")
    return tuple(
        Deduction(f"{one['code']} {one['said']}", one["when"])
        for one in tomllib.loads(text)["reason"]
    )


def code_of(text: str) -> str:
    """The code that a text begins with, without leading zeros; else the text, as it is compared.

    >>> code_of("01"), code_of("1"), code_of(" 01 没有佐证材料"), code_of("a1没有"), code_of("００")
    ('1', '1', '1', 'A1', '0')
    """
    found = _CODE.match(unicodedata.normalize("NFKC", text.strip()))
    return (found[0].lstrip("0") or "0").upper() if found else clean(text)


def chosen(text: str, reasons: Iterable[Deduction]) -> Deduction | None:
    """The reason that was chosen from a list, or typed by its code alone; None where there is none.

    >>> chosen("1", standard()).told, chosen("01没有佐证材料，或佐证不足", standard()).code
    ('01 没有佐证材料，或佐证不足', '1')
    >>> chosen("01 别的", standard()), chosen("77", standard())
    (None, None)
    """
    wanted, bare = clean(text), _CODE.fullmatch(unicodedata.normalize("NFKC", text.strip()))
    for one in reasons:
        if clean(one.told) == wanted or (bare and one.code == code_of(text)):
            return one
    return None
