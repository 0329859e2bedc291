"""Changes between and around the tables: banners, blank rows, units, titles, one-cell labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

from tests.reading_corpus import synonyms
from tests.reading_corpus.layouts import Box, Layout, Line

_UNIT = re.compile(r"[（(](?:单位[:：])?(万元|元)[)）]")


def banner(layout: Layout, random: Random) -> Layout | None:
    """A line across the form, between two of its blocks."""
    places = [at for at in _boundaries(layout) if at > 1]
    if not places:
        return None
    at, text = random.choice(places), random.choice(synonyms.BANNERS)
    return layout.with_lines(at, at, Line("", (Box(text),)))


def blank_rows(layout: Layout, random: Random) -> Layout | None:
    """Empty rows between the blocks."""
    for at in reversed(_boundaries(layout)):
        if random.random() < 0.6:
            layout = layout.with_lines(at, at, Line("~", ()))
    return layout


def inline_labels(layout: Layout, random: Random) -> Layout | None:
    """Label and value in one cell: 项目名称：X."""
    found = layout
    for at, line in enumerate(layout.lines):
        if not line.sign:
            boxes = tuple(_inline(line.boxes))
            found = found.with_lines(at, at + 1, replace(line, boxes=boxes))
    return None if found == layout else found


def _inline(boxes: Sequence[Box]) -> list[Box]:
    joined: list[Box] = []
    for box in boxes:
        label = joined[-1] if joined and not joined[-1].fields else Box("")
        if box.field in ("项目名称", "主管部门", "实施单位") and label.text not in ("", "^"):
            text = label.text.rstrip("：:") + "：{" + box.field + "}"
            joined[-1] = Box(text, label.span + box.span)
        else:
            joined.append(box)
    return joined


def money_unit_moved(layout: Layout, random: Random) -> Layout | None:
    """万元 not in the label but above the table, or behind each amount."""
    unit = layout.settings.get("money", "万元")
    found, changed = layout, False
    for at, line in enumerate(layout.lines):
        if line.sign in ("#", "%", "$"):
            continue
        boxes = tuple(replace(box, text=_UNIT.sub("", box.text).strip()) for box in line.boxes)
        changed = changed or boxes != line.boxes
        found = found.with_lines(at, at + 1, replace(line, boxes=boxes))
    if not changed:
        return None
    if random.random() < 0.5:
        return found.with_settings(amounts="unit")
    at = _first_pair(found)
    return found.with_lines(at, at, Line("", (Box(f"金额单位：{unit}"),)))


def other_title(layout: Layout, random: Random) -> Layout | None:
    """Title and year as others print them, the year of another time in the name of the project."""
    first = next((at for at, line in enumerate(layout.lines) if line.is_title), None)
    if first is None or any(box.field == "项目名称" for box in layout.lines[first].boxes):
        return None
    base = re.sub(r"[（(]?\{年度\}年度?[)）]?|\{.*?\}", "", layout.lines[first].boxes[0].text)
    end = first + 1
    following = layout.lines[end].boxes
    if len(following) == 1 and "年度" in following[0].text and "：" not in following[0].text:
        end += 1
    shapes = (
        ("附件2", base, "（{年度}年度）"),
        ("{年度}年度" + base,),
        (base + "（{年度}年度）",),
        ("{上年度}年" + "结转项目" + base, "（ {年度}年度 ）"),
        (base, "{年度} 年度"),
        (base, "填报单位：{单位名称}          {年度}年度          金额单位：{金额单位}"),
    )
    chosen = random.choice(shapes)
    lines = tuple(Line("", (Box(text),)) for text in chosen)
    return layout.with_lines(first, end, *lines)


def _boundaries(layout: Layout) -> list[int]:
    """Between which lines something may be inserted: not within a block."""
    pairs = enumerate(pairwise(layout.lines), 1)
    return [at for at, (above, below) in pairs if not _one_block(above, below)]


def _one_block(above: Line, below: Line) -> bool:
    continued = any(box.text == "^" for box in below.boxes) or below.sign in ("%", "$", "&")
    labelled = any(box.text and not box.fields for box in below.boxes)
    values = not below.sign and bool(below.boxes) and not labelled
    return continued or values or above.sign in ("#", "$#")


def funds_last(layout: Layout, random: Random) -> Layout | None:
    """项目资金 under the indicators instead of above them."""
    signs = [line.sign for line in layout.lines]
    if "$#" not in signs or "%" not in signs:
        return None
    first = signs.index("$#")
    end = first
    while layout.lines[end].sign in ("$#", "$"):
        end += 1
    while any(box.text == "^" for box in layout.lines[end].boxes):
        end += 1
    block = layout.lines[first:end]
    left = layout.with_lines(first, end)
    after = max(at for at, line in enumerate(left.lines) if line.sign in ("%", "&")) + 1
    return left.with_lines(after, after, *block) if first < after else None


def _first_pair(layout: Layout) -> int:
    """The line of 项目名称, or of whatever begins the form below its title."""
    fields = ("项目名称", "单位名称", "主管部门")
    for at, line in enumerate(layout.lines):
        if any(box.field in fields for box in line.boxes) or line.sign:
            return at
    return 1
