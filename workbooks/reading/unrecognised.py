"""What to say of a page that is a form and cannot be read: of no known layout or another kind."""

from __future__ import annotations

from workbooks.files.refusal import Reason, Refusal
from workbooks.form_kinds import ALL_KINDS, OtherKind
from workbooks.reading.edition import INDICATOR_HEADER, candidates, editions, known_labels, missing
from workbooks.reading.form_area import Page

_LABELS_OF_A_FORM = 4
_LABELS_UNDER_A_TITLE = 2
_MOST_NAMED = 6
_TEXTS_ABOVE_A_TITLE = 1  # 附件2


def other_kind(page: Page) -> Refusal | None:
    """The refusal of a kind that is known by its title and cannot be judged yet; this door alone.

    Such a title stands above all labels. Where there are none, it is at the top and the only one,
    as it is not in a table of contents.
    """
    place, kind = next(iter(page.titles.items()), (None, None))
    if place is None or not isinstance(kind, OtherKind):
        return None
    known = known_labels()
    labels = [row for name, at in page.labels.items() if name in known for row, _ in at]
    labels += [at[0] for name, (at, _) in page.inline.items() if name in known]
    above = [*page.texts].index(place)
    alone = above <= _TEXTS_ABOVE_A_TITLE and len(page.titles) == 1
    if (place[0] >= min(labels)) if labels else not alone:
        return None
    title = "".join(page.texts[place].split())
    called = "" if title == kind.word else f"（标题是「{title}」）"
    message = f"是{kind.word}{called}，这种表还不能核查。请人工审核，本次核查不包括它。"
    return Refusal(Reason.OTHER_KIND, message)


def unrecognised(page: Page) -> Refusal | None:
    """The refusal that names what the nearest layout has more; None where this is no form."""
    known = len(known_labels() & page.labels.keys()) + len(known_labels() & page.inline.keys())
    titled = page.title is not None
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
        f"请确认是否为{'或'.join(kind.called for kind in ALL_KINDS)}，栏目名称是否改动过。",
    )
