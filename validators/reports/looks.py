"""How the Excel report looks: formats by name, and the colours of its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from validators.reports.tables import Tone

_BOX: Mapping[str, Any] = {"border": 1, "border_color": "#A6A6A6", "valign": "vcenter"}
_LINKED: Mapping[str, Any] = {"font_color": "#0563C1", "underline": 1}
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
    "number": {**_BOX, "num_format": "0.00", "align": "right"},
    "rate": {**_BOX, "num_format": "0.00%", "align": "right"},
    "money": {**_BOX, "num_format": "#,##0.00", "align": "right"},
    "count": {**_BOX, "num_format": '0;-0;"-"', "align": "center"},
}
_TOTAL: Mapping[str, Any] = {"bold": True, "bg_color": "#F2F2F2"}
_TOTALLED = ("text", "short", "number", "rate", "money", "count")
_COLOURS = {
    Tone.STOP: ("#F8CBAD", "#9C0006"),
    Tone.CARE: ("#FFEB9C", "#7F4A00"),
    Tone.ADVICE: ("#DDEBF7", "#1F4E79"),
    Tone.UNKNOWN: ("#E7E6E6", "#404040"),
    Tone.FINE: ("#E2EFDA", "#375623"),
}


def formats(book: Any) -> dict[str, Any]:
    """The formats of a workbook being written; the colours go by the name of their tone."""
    looks = {name: book.add_format(dict(look)) for name, look in _LOOKS.items()}
    for name in _TOTALLED:
        looks[f"total {name}"] = book.add_format({**_LOOKS[name], **_TOTAL})
    for tone, (ground, ink) in _COLOURS.items():
        box = {**_BOX, "bg_color": ground, "font_color": ink, "bold": True, "align": "center"}
        looks[tone.value] = book.add_format(box)
    return looks
