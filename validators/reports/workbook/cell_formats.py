"""How the Excel report looks: formats by name, and how urgent words are told apart.

Without colour, too: by a sign before the word and by the darkness and the pattern of its ground.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from validators.reports.entries import Tone

_BOX: Mapping[str, Any] = {"border": 1, "border_color": "#A6A6A6", "valign": "vcenter"}
_LINKED: Mapping[str, Any] = {"font_color": "#0563C1", "underline": 1}
_FREE: Mapping[str, Any] = {**_BOX, "locked": False, "bg_color": "#FFFFE0"}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "lead": {
        "font_name": "黑体",
        "font_size": 14,
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
    },
    "remark": {"font_color": "#595959", "text_wrap": True, "valign": "vcenter"},
    "head": {
        **_BOX,
        "font_name": "黑体",
        "bg_color": "#D9E1F2",
        "align": "center",
        "text_wrap": True,
    },
    "text": {**_BOX, "text_wrap": True},
    "short": {**_BOX, "text_wrap": True, "align": "center"},
    "link": {**_BOX, **_LINKED, "text_wrap": True},
    "short link": {**_BOX, **_LINKED, "align": "center"},
    "number": {**_BOX, "num_format": "0.00", "shrink": True, "align": "right"},
    "rate": {**_BOX, "num_format": "0.00%", "shrink": True, "align": "right"},
    "money": {**_BOX, "num_format": "#,##0.00", "shrink": True, "align": "right"},
    "count link": {**_BOX, **_LINKED, "num_format": "0", "align": "center"},
    "entry": {**_FREE, "num_format": "@", "text_wrap": True},
    "free entry": {**_FREE, "text_wrap": True},
    "number entry": {**_FREE, "num_format": "0.00", "align": "right"},
    "date entry": {**_FREE, "num_format": "yyyy-mm-dd", "align": "center"},
    "count": {**_BOX, "num_format": '0;-0;"-"', "shrink": True, "align": "center"},
}
_TOTAL: Mapping[str, Any] = {"bold": True, "bg_color": "#F2F2F2"}
_TOTALLED = ("text", "short", "number", "rate", "money", "count")
_SOLID, _STRIPES, _DOTS = 1, 14, 18  # Excel's numbers of patterns
_WORDS: Mapping[Tone, Mapping[str, Any]] = {
    Tone.STOP: {"pattern": _SOLID, "bg_color": "#9C0006", "font_color": "#FFFFFF"},
    Tone.CARE: {
        "pattern": _STRIPES, "fg_color": "#F2C14E", "bg_color": "#FFF6DC", "font_color": "#5C3A00",
    },
    Tone.ADVICE: {"pattern": _SOLID, "bg_color": "#EAF2FA", "font_color": "#1F4E79"},
    Tone.UNKNOWN: {
        "pattern": _DOTS, "fg_color": "#8C8C8C", "bg_color": "#F4F4F4", "font_color": "#303030",
    },
    Tone.ACCEPTED: {"pattern": _SOLID, "bg_color": "#EDF4E8", "font_color": "#375623"},
    Tone.FINE: {"font_color": "#375623"},
}  # fmt: skip


def formats(book: Any) -> dict[str, Any]:
    """The formats of a workbook being written; those of words go by the name of their tone."""
    looks = {name: book.add_format(dict(look)) for name, look in _LOOKS.items()}
    for name in _TOTALLED:
        looks[f"total {name}"] = book.add_format({**_LOOKS[name], **_TOTAL})
    for tone, ground in _WORDS.items():
        # The sign is in the number format: the cell holds the word alone, for filters and readers.
        sign = {"num_format": f'"{tone.sign} "@', "bold": True, "align": "center"}
        looks[tone.value] = book.add_format({**_BOX, **sign, **ground})
    return looks
