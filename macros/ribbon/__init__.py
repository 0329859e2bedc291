"""The ribbon tab: its buttons by name, and its two customUI parts.

This folder knows what is shown above the sheet. It must not know what a button does: that is
one function of macros.buttons, reached through one Sub of macros/vba/Ribbon.bas.
"""

from __future__ import annotations

from importlib.resources import files

from workbooks.values.named_tuple import NamedTuple

_OFFICE_2010 = "http://schemas.microsoft.com/office/2009/07/customui"
_MENUS = b"<contextMenus>", b"</contextMenus>"
_OFFICE_2007 = "http://schemas.microsoft.com/office/2006/01/customui"


class Button(NamedTuple):
    """One button: its id in the XML, its Sub in VBA, its function in macros.buttons."""

    id: str
    sub: str
    function: str


BUTTONS = (
    Button("jxScore", "JxScore", "score_form"),
    Button("jxAddRow", "JxAddRow", "add_row"),
    Button("jxRemoveRow", "JxRemoveRow", "remove_row"),
    Button("jxCollapse", "JxCollapse", "collapse_rows"),
    Button("jxCheck", "JxCheck", "check_form"),
    Button("jxClear", "JxClear", "clear_marks"),
    Button("jxCompare", "JxCompare", "compare_forms"),
    Button("jxHandIn", "JxHandIn", "hand_in"),
    Button("jxFillIn", "JxFillIn", "fill_in"),
    Button("jxMonitor", "JxMonitor", "monitor"),
    Button("jxNewEvaluation", "JxNewEvaluation", "new_evaluation"),
    Button("jxNewDeclaration", "JxNewDeclaration", "new_declaration"),
    Button("jxBulk", "JxBulk", "check_folder"),
    Button("jxReturn", "JxReturn", "return_folder"),
    Button("jxExplain", "JxExplain", "explain_cell"),
    Button("jxRules", "JxRules", "show_rules"),
    Button("jxReconnect", "JxReconnect", "reconnect"),
    Button("jxSettings", "JxSettings", "show_settings"),
    Button("jxAbout", "JxAbout", "show_about"),
)
"""Every button, in the order of the tab; XML, VBA and Python are held to it by test."""


UNDO = Button("", "JxUndoScore", "undo_score")
"""What Excel's own 撤销 calls after 评分; it has no button of its own."""


def custom_ui_2010() -> bytes:
    """customUI14.xml, which Excel 2010 and later read."""
    return (files("macros") / "ribbon" / "customUI14.xml").read_bytes()


def custom_ui_2007() -> bytes:
    """The same tab in the older namespace, which some other programs read; it has no menus."""
    whole = custom_ui_2010()
    newer = whole[: whole.index(_MENUS[0])] + whole[whole.index(_MENUS[1]) + len(_MENUS[1]) :]
    if newer.count(_OFFICE_2010.encode()) != 1:
        raise ValueError(f"customUI14.xml should name {_OFFICE_2010} once")
    return newer.replace(_OFFICE_2010.encode(), _OFFICE_2007.encode())
