"""What other bodies do to a form: each alters a layout or a drawn sheet, and changes no fact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.reading_corpus.layouts import Layout
from tests.reading_corpus.sheet import Sheet
from tests.reading_corpus.transforming import contents, heads, lines, tables

OnLayout = Callable[[Layout, Random], "Layout | None"]
OnSheet = Callable[[Sheet, Random], Sheet]


def _same(layout: Layout, random: Random) -> Layout:
    return layout


def _unmoved(sheet: Sheet, random: Random) -> Sheet:
    return sheet


@dataclass(frozen=True, slots=True)
class Transformation:
    """One kind of change. `copies` forms of the layout stand on the sheet, below or beside."""

    name: str
    layout: OnLayout = _same
    sheet: OnSheet = _unmoved
    copies: str = ""


def _set(**settings: str) -> OnLayout:
    def changed(layout: Layout, random: Random) -> Layout | None:
        new = {key: value for key, value in settings.items() if layout.settings.get(key) != value}
        return layout.with_settings(**new) if new else None

    return changed


_ALL: tuple[OnLayout, ...] = (
    *(tables.reordered, tables.strange_column, tables.trap_column, tables.widened),
    *(tables.without_column, tables.units_moved, heads.synonym, heads.renamed_head),
    *(heads.split_head, heads.spaced_labels, heads.remarked_heads, lines.banner),
    *(lines.money_unit_moved, lines.inline_labels, lines.other_title, lines.funds_last),
    *(contents.typed_otherwise, contents.other_rows),
)


def several(layout: Layout, random: Random) -> Layout | None:
    """Three changes at once."""
    done = 0
    for kind in random.sample(_ALL, len(_ALL)):
        changed = kind(layout, random)
        if changed is not None:
            layout, done = changed, done + 1
        if done == 3:
            break
    return layout


PLAIN = Transformation("plain")
TRANSFORMATIONS = (
    Transformation("reordered", tables.reordered),
    Transformation("synonym", heads.synonym),
    Transformation("all-renamed", heads.all_renamed),
    Transformation("new-word", heads.new_word),
    Transformation("renamed-head", heads.renamed_head),
    Transformation("strange-column", tables.strange_column),
    Transformation("trap-column", tables.trap_column),
    Transformation("split-head", heads.split_head),
    Transformation("repeated-groups", _set(groups="each")),
    Transformation("groups-first-only", _set(groups="first")),
    Transformation("banner", lines.banner),
    Transformation("units-moved", tables.units_moved),
    Transformation("unheaded-parts", tables.unheaded),
    Transformation("unlisted-goals", heads.unlisted_goals),
    Transformation("money-unit-moved", lines.money_unit_moved),
    Transformation("inline-labels", lines.inline_labels),
    Transformation("moved-to-J20", sheet=contents.moved),
    Transformation("table-beside", sheet=contents.table_beside),
    Transformation("other-title", lines.other_title),
    Transformation("blank-rows", lines.blank_rows),
    Transformation("page-break", _set(repeat="4")),
    Transformation("spaced-labels", heads.spaced_labels),
    Transformation("remarked-heads", heads.remarked_heads),
    Transformation("without-column", tables.without_column),
    Transformation("widened", tables.widened),
    Transformation("typed-otherwise", contents.typed_otherwise),
    Transformation("other-rows", contents.other_rows),
    Transformation("funds-last", lines.funds_last),
    Transformation("spacer-column", tables.spacer),
    Transformation("stray-words", sheet=contents.stray_words),
    Transformation("other-sheets", sheet=contents.other_sheets),
    Transformation("two-below", copies="below"),
    Transformation("two-beside", copies="beside"),
    Transformation("several", several),
)
