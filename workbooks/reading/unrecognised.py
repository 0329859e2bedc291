"""What to say of a page that looks like a form and follows no known layout."""

from __future__ import annotations

from workbooks.files.refusal import Reason, Refusal
from workbooks.reading.edition import INDICATOR_HEADER, candidates, editions, known_labels, missing
from workbooks.reading.form_area import Page

_LABELS_OF_A_FORM = 4
_LABELS_UNDER_A_TITLE = 2
_MOST_NAMED = 6


def unrecognised(page: Page) -> Refusal | None:
    """The refusal that names what the nearest layout has more; None where this is no form."""
    known = len(known_labels() & page.labels.keys()) + len(known_labels() & page.inline.keys())
    titled = page.title_form is not None
    if known < (_LABELS_UNDER_A_TITLE if titled else _LABELS_OF_A_FORM):
        return None
    if not titled and not any(page.headers(e.indicators, *INDICATOR_HEADER) for e in editions()):
        return None  # a summary, or instructions, name the columns of a form too
    near = min(candidates(page), key=lambda e: (len(missing(e, page)), -e.likeness(page)))
    lacking = missing(near, page)
    named = "".join(f"「{name}」" for name in lacking[:_MOST_NAMED])
    rest = f"等 {len(lacking)} 栏" if len(lacking) > _MOST_NAMED else ""
    return Refusal(
        Reason.UNRECOGNISED,
        f"认不出版式：没有找到{named}{rest}（最接近的版式是{near.title}）。"
        "请确认是否为绩效自评表或绩效目标申报表，栏目名称是否改动过。",
    )
