"""Changes of the indicator table: its columns in another order, more, fewer or wider ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from tests.reading_corpus import synonyms
from tests.reading_corpus.columns import Column, column, first_table, tables
from tests.reading_corpus.layouts import Box, Layout
from tests.reading_corpus.transforming.heads import plain


def reordered(layout: Layout, random: Random) -> Layout | None:
    """The columns right of 二级指标 in another order."""
    table = first_table(layout)
    if table is None:
        return None
    fixed = {"一级", "二级", "层级", "中期二级", "中期三级", "中期目标", "单位名称", "项目名称"}
    stay = [c for c in table.columns if not c.fields or set(c.fields) & fixed]
    move = [c for c in table.columns if c not in stay]
    if len(move) < 3 or "中期目标" in layout.fields():
        return None
    before = list(move)
    while move == before:
        random.shuffle(move)
    return table.with_columns([*stay, *move])


def _inserted(
    layout: Layout, random: Random, words: dict[str, str], near: Sequence[str]
) -> Layout | None:
    table = first_table(layout)
    if table is None:
        return None
    taken = layout.fields("%")
    heads = {plain(box.text) for line in layout.lines for box in line.boxes}
    choices = [h for h, field in words.items() if field not in taken and plain(h) not in heads]
    if not choices:
        return None
    head = random.choice(choices)
    new = column([head, *["^"] * (table.depth - 2)], words[head])
    first = table.index("三级")
    around = table.index(*near)
    lowest = len(table.columns) if first is None else first + 1
    at = random.randint(lowest, len(table.columns))
    if around is not None and near:
        at = around + random.randint(0, 1)
    return table.with_columns([*table.columns[:at], new, *table.columns[at:]])


def strange_column(layout: Layout, random: Random) -> Layout | None:
    """A column that no check wants."""
    return _inserted(layout, random, dict(synonyms.STRANGE_COLUMNS), ())


def trap_column(layout: Layout, random: Random) -> Layout | None:
    """A column of last year, of the half-year, of the reviewers, beside the one that is wanted."""
    kind = random.choice(["目标", "实际", "得分"])
    wanted = {
        "目标": ("上年", "中期目标"),
        "实际": ("上半年", "上年", "复核值"),
        "得分": ("复核分",),
    }
    if kind not in layout.fields("%"):
        kind = "目标"
    words = {head: field for head, field in synonyms.TRAPS.items() if field in wanted[kind]}
    return _inserted(layout, random, words, (kind, "数值"))


def without_column(layout: Layout, random: Random) -> Layout | None:
    """A table that lacks a column that others have."""
    table = first_table(layout)
    droppable = {"原因", "分值", "得分", "一级", "二级", "单位"}
    if table is None:
        return None
    places = [
        at for at, c in enumerate(table.columns) if len(c.fields) == 1 and c.fields[0] in droppable
    ]
    if not places:
        return None
    at = random.choice(places)
    return table.with_columns([*table.columns[:at], *table.columns[at + 1 :]])


def widened(layout: Layout, random: Random) -> Layout | None:
    """Columns of the indicator table that take two columns of the sheet."""
    table = first_table(layout)
    if table is None:
        return None
    columns = []
    for one in table.columns:
        if len(one.fields) == 1 and random.random() < 0.4:
            one = Column(tuple((replace(s[0], span=s[0].span + 1),) for s in one.slices))
        columns.append(one)
    return table.with_columns(columns)


def spacer(layout: Layout, random: Random) -> Layout | None:
    """An empty column without a head between two others."""
    table = first_table(layout)
    if table is None:
        return None
    at = random.randint(1, len(table.columns) - 1)
    empty = Column(tuple((Box(""),) for _ in range(table.depth)))
    return table.with_columns([*table.columns[:at], empty, *table.columns[at:]])


def unheaded(layout: Layout, random: Random) -> Layout | None:
    """Sign, value and unit, or value and unit, in columns of their own under one head for all."""
    if len(tables(layout)) > 1:
        return None  # the others would lose their units
    changed = layout
    if "数值" not in layout.fields("%"):
        moved = units_moved(layout, random)
        if moved is None:
            return None
        changed = moved
    table = first_table(changed)
    if table is None:
        return None
    fields = {"关系", "数值", "目标", "单位"}
    places = [at for at, one in enumerate(table.columns) if set(one.fields) & fields]
    parts = [table.columns[at] for at in places]
    beside = places == list(range(places[0], places[-1] + 1)) if places else False
    if len(parts) < 2 or not beside or any(len(one.fields) > 1 for one in parts):
        return None
    span = sum(box.span for one in parts for box in one.slices[-1])
    heads = [(Box("年度指标值", span),), *[(Box("^", span),)] * (table.depth - 2)]
    row = tuple(box for one in parts for box in one.slices[-1])
    joined = Column((*heads, row))
    return table.with_columns(
        [*table.columns[: places[0]], joined, *table.columns[places[-1] + 1 :]]
    )


def units_moved(layout: Layout, random: Random) -> Layout | None:
    """≥10场 in one cell, or ≥ | 10 | 场 in three, or ≥10 | 场 in two: another one than before."""
    table = first_table(layout)
    if table is None:
        return None
    joined = table.index("目标")
    settings = dict(layout.settings)
    if joined is not None and len(table.columns[joined].fields) == 1:
        two = random.random() < 0.5
        fields = ("目标", "单位") if two else ("关系", "数值", "单位")
        heads = {"目标": "指标值", "关系": "指标性质", "数值": "指标值", "单位": "计量单位"}
        settings |= {"target": "bare"} if two else {}
        settings |= {"actual": "number"}
        below = ["^"] * (table.depth - 2)
        new = [column([heads[field], *below], field) for field in fields]
        columns = [*table.columns[:joined], *new, *table.columns[joined + 1 :]]
    else:
        parts = [
            at for at, one in enumerate(table.columns) if set(one.fields) & {"关系", "数值", "单位"}
        ]
        if len(parts) < 3:
            return None
        settings |= {"target": "sign", "actual": "sign"}
        new = [column(["年度指标值", *["^"] * (table.depth - 2)], "目标")]
        columns = [c for at, c in enumerate(table.columns) if at not in parts[1:]]
        columns[columns.index(table.columns[parts[0]])] = new[0]
    return replace(table.with_columns(columns), settings=settings)
