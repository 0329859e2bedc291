"""Changes of words: heads and labels by other words, in two rows, with remarks and blanks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from random import Random

from tests.reading_corpus import synonyms
from tests.reading_corpus.columns import Column, Table, first_table, tables
from tests.reading_corpus.layouts import Box, Layout

_PARENTS = {
    ("目标", "实际"): "指标完成情况",
    ("分值", "得分"): "评分情况",
    ("实际", "分值", "得分"): "自评情况",
    ("实际", "得分"): "自评",
    ("一级", "二级", "三级"): "绩效指标",
    ("关系", "数值", "单位"): "年度指标值",
    ("数值", "单位"): "年度指标值",
    ("得分", "原因"): "自评结果",
    ("二级", "三级"): "指标",
    ("三级", "目标"): "绩效目标",
}

_REMARKS = (
    "{}（必填）",
    "*{}",
    "{}（单位填写）",
    "{}（参照批复）",
    "{}[注1]",
    "{}①",
    "{}（可增行）",
)


def synonym(layout: Layout, random: Random) -> Layout | None:
    return _renamed_column(layout, random, synonyms.COLUMNS)


def new_word(layout: Layout, random: Random) -> Layout | None:
    return _renamed_column(layout, random, synonyms.NEW_COLUMNS)


def _renamed_column(
    layout: Layout, random: Random, words: Mapping[str, synonyms.Words]
) -> Layout | None:
    """One head of a column by another word for the same."""
    places = []
    for head, row in (("#", "%"), ("$#", "$")):
        for table in tables(layout, head, row):
            places += [
                (table, at, one.fields[0])
                for at, one in enumerate(table.columns)
                if len(one.fields) == 1 and one.fields[0] in words
            ]
    if not places:
        return None
    table, at, field = random.choice(places)
    taken = {plain(box.text) for line in layout.lines for box in line.boxes}
    choices = [word for word in words[field] if plain(word) not in taken]
    if not choices:
        return None
    renamed = _with_leaf(table.columns[at], random.choice(choices))
    return table.with_columns([*table.columns[:at], renamed, *table.columns[at + 1 :]])


def all_renamed(layout: Layout, random: Random) -> Layout | None:
    """Every head and label by a word that some other body prints for it."""
    found = renamed_head(layout, random) or layout
    for head, row in (("#", "%"), ("$#", "$")):
        for number in range(len(tables(layout, head, row))):
            table = tables(found, head, row)[number]
            taken: set[str] = set()
            columns = []
            for one in table.columns:
                words = synonyms.COLUMNS.get(one.fields[0], ()) if len(one.fields) == 1 else ()
                choices = [word for word in words if plain(word) not in taken]
                one = _with_leaf(one, random.choice(choices)) if choices else one
                columns.append(one)
                taken.update(plain(slices[0].text) for slices in one.slices[:-1])
            found = table.with_columns(columns)
    return None if found == layout else found


def _with_leaf(one: Column, text: str) -> Column:
    """The column with another text for its lowest head."""
    slices = list(one.slices)
    for depth in range(len(slices) - 2, -1, -1):
        box = slices[depth][0]
        if box.text != "^":
            slices[depth] = (replace(box, text=text),)
            return Column(tuple(slices))
    return one


def plain(text: str) -> str:
    return re.sub(r"[（(].*?[)）]|\s|[*:：]", "", text)


def renamed_head(layout: Layout, random: Random) -> Layout | None:
    """项目名称, 主管部门 and the like by other words: every one that can be."""
    return _renamed_labels(layout, random, synonyms.HEADS)


def unlisted_goals(layout: Layout, random: Random) -> Layout | None:
    """Goal and what was reached, side by side, under words that nobody can know."""
    beside = any(
        {"年度目标", "完成情况"} <= {box.field for box in line.boxes} for line in layout.lines
    )
    return _renamed_labels(layout, random, synonyms.NEW_HEADS) if beside else None


def _renamed_labels(
    layout: Layout, random: Random, given: Mapping[str, synonyms.Words]
) -> Layout | None:
    found = layout
    for at, line in enumerate(layout.lines):
        if line.sign:
            continue
        for number, box in enumerate(line.boxes):
            words = given.get(box.field)
            where = _label_of(layout, at, number)
            if words and where is not None:
                found = _relabelled(found, where, random.choice(words))
    return None if found is layout else found


def _label_of(layout: Layout, at: int, number: int) -> tuple[int, int] | None:
    """Line and number of the label of a box: at its left, or above it."""
    line = layout.lines[at]
    beside = line.boxes[number - 1] if number else Box("")
    if not beside.fields and beside.text not in ("", "^"):
        return at, number - 1
    start = sum(box.span for box in line.boxes[:number])
    above, begin = layout.lines[at - 1], 0
    for other, box in enumerate(above.boxes):
        if begin == start and box.text and not box.fields and not above.sign:
            return at - 1, other
        begin += box.span
    return None


def _relabelled(layout: Layout, where: tuple[int, int], text: str) -> Layout:
    at, number = where
    boxes = list(layout.lines[at].boxes)
    boxes[number] = replace(boxes[number], text=text)
    return layout.with_lines(at, at + 1, replace(layout.lines[at], boxes=tuple(boxes)))


def split_head(layout: Layout, random: Random) -> Layout | None:
    """A head in two rows: some neighbours under one word."""
    table = first_table(layout)
    if table is None or table.depth > 3:
        return None
    fields = [one.fields[0] if len(one.fields) == 1 else "" for one in table.columns]
    runs = [
        (at, names, parent)
        for names, parent in _PARENTS.items()
        for at in range(len(fields))
        if tuple(fields[at : at + len(names)]) == names
    ]
    if not runs or table.depth != 2:
        return None
    at, names, parent = random.choice(runs)
    columns: list[Column] = []
    for number, one in enumerate(table.columns):
        (head,), row = one.slices[0], one.slices[1]
        inside = at <= number < at + len(names)
        columns.append(Column(((head,), (head if inside else replace(head, text="^"),), row)))
    span = sum(box.span for one in columns[at : at + len(names)] for box in one.slices[0])
    taken = [c.slices for c in columns[at : at + len(names)]]
    joined = Column(((Box(parent, span),), *(tuple(s[d][0] for s in taken) for d in (1, 2))))
    shared = [*columns[:at], joined, *columns[at + len(names) :]]
    first = layout.lines[table.first]
    doubled = layout.with_lines(table.first, table.first, first)
    return Table(doubled, table.first, tuple(shared)).with_columns(shared)


def spaced_labels(layout: Layout, random: Random) -> Layout | None:
    """Labels with blanks, line feeds, colons and brackets of the other width."""

    def spaced(box: Box) -> Box:
        text = box.text
        if not text or box.fields or text == "^" or len(text) > 14:
            return box
        match random.randrange(6):
            case 0 if len(text) == 4:
                text = " ".join(text)
            case 1 if len(text) > 3:
                text = text[:2] + "\n" + text[2:]
            case 2:
                text = f" {text} "
            case 3 if "：" not in text and "\n" not in text:
                text = text + "："
            case 4:
                text = text.translate(str.maketrans("（）()", "()（）"))
            case 5 if len(text) == 2:
                text = "　".join(text)
        return replace(box, text=text)

    lines = [
        line if line.is_title else replace(line, boxes=tuple(map(spaced, line.boxes)))
        for line in layout.lines
    ]
    return replace(layout, lines=tuple(lines))


def remarked_heads(layout: Layout, random: Random) -> Layout | None:
    """Remarks, stars and numbers at some heads of the indicator table."""
    table = first_table(layout)
    if table is None:
        return None
    columns = []
    for one in table.columns:
        text = one.slices[0][0].text
        if len(one.fields) == 1 and text != "^" and random.random() < 0.4:
            head = replace(one.slices[0][0], text=random.choice(_REMARKS).format(text))
            one = Column(((head,), *one.slices[1:]))
        columns.append(one)
    return table.with_columns(columns)
