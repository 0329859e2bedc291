"""What other bodies do to a form: each alters a layout or a drawn sheet, and changes no fact."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from tests.reading_corpus import synonyms
from tests.reading_corpus.columns import Column, Table, column, tables
from tests.reading_corpus.layouts import Box, Layout, Line
from tests.reading_corpus.sheet import Sheet, Stone

OnLayout = Callable[[Layout, Random], "Layout | None"]
OnSheet = Callable[[Sheet, Random], Sheet]

_UNIT = re.compile(r"[（(](?:单位[:：])?(万元|元)[)）]")
_TITLE = re.compile(r"表(?:[（(].*[)）])?$")


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


def _only_table(layout: Layout, head: str = "#", row: str = "%") -> Table | None:
    return next(iter(tables(layout, head, row)), None)


def reordered(layout: Layout, random: Random) -> Layout | None:
    """The columns right of 二级指标 in another order."""
    table = _only_table(layout)
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


def _renamed_column(
    layout: Layout, random: Random, words: dict[str, tuple[str, ...]]
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
    taken = {_plain(box.text) for line in layout.lines for box in line.boxes}
    choices = [word for word in words[field] if _plain(word) not in taken]
    if not choices:
        return None
    renamed = _with_leaf(table.columns[at], random.choice(choices))
    return table.with_columns([*table.columns[:at], renamed, *table.columns[at + 1 :]])


def _with_leaf(one: Column, text: str) -> Column:
    """The column with another text for its lowest head."""
    slices = list(one.slices)
    for depth in range(len(slices) - 2, -1, -1):
        box = slices[depth][0]
        if box.text != "^":
            slices[depth] = (replace(box, text=text),)
            return Column(tuple(slices))
    return one


def _plain(text: str) -> str:
    return re.sub(r"[（(].*?[)）]|\s|[*:：]", "", text)


def synonym(layout: Layout, random: Random) -> Layout | None:
    return _renamed_column(layout, random, dict(synonyms.COLUMNS))


def new_word(layout: Layout, random: Random) -> Layout | None:
    return _renamed_column(layout, random, dict(synonyms.NEW_COLUMNS))


def renamed_head(layout: Layout, random: Random) -> Layout | None:
    """项目名称, 主管部门 and the like by other words: every one that can be."""
    found = layout
    for at, line in enumerate(layout.lines):
        if line.sign:
            continue
        for number, box in enumerate(line.boxes):
            words = synonyms.HEADS.get(box.field)
            where = _label_of(layout, at, number)
            if words and where is not None:
                found = _relabelled(found, where, random.choice(words))
    return None if found is layout else found


def _label_of(layout: Layout, at: int, number: int) -> tuple[int, int] | None:
    """Line and number of the label of a box: at its left, or above it."""
    line = layout.lines[at]
    if (
        number
        and not line.boxes[number - 1].fields
        and line.boxes[number - 1].text not in ("", "^")
    ):
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
    return _with_line(layout, at, replace(layout.lines[at], boxes=tuple(boxes)))


def _with_line(layout: Layout, at: int, *lines: Line) -> Layout:
    return replace(layout, lines=(*layout.lines[:at], *lines, *layout.lines[at + 1 :]))


def _inserted(
    layout: Layout, random: Random, words: dict[str, str], near: Sequence[str]
) -> Layout | None:
    table = _only_table(layout)
    if table is None:
        return None
    taken = layout.fields("%")
    heads = {_plain(box.text) for line in layout.lines for box in line.boxes}
    choices = [h for h, field in words.items() if field not in taken and _plain(h) not in heads]
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


def split_head(layout: Layout, random: Random) -> Layout | None:
    """A head in two rows: some neighbours under one word."""
    table = _only_table(layout)
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
    doubled = replace(
        layout, lines=(*layout.lines[: table.first], first, *layout.lines[table.first :])
    )
    return Table(doubled, table.first, tuple(shared)).with_columns(shared)


def _set(**settings: str) -> OnLayout:
    def changed(layout: Layout, random: Random) -> Layout | None:
        new = {key: value for key, value in settings.items() if layout.settings.get(key) != value}
        return replace(layout, settings={**layout.settings, **new}) if new else None

    return changed


def _boundaries(layout: Layout) -> list[int]:
    """Between which lines something may be inserted: not within a block."""
    free = []
    for at in range(1, len(layout.lines)):
        above, below = layout.lines[at - 1], layout.lines[at]
        inside = any(box.text == "^" for box in below.boxes) or below.sign in ("%", "$", "&")
        heads = (above.sign == below.sign and above.sign in ("#", "$#")) or above.sign in (
            "#",
            "$#",
        )
        labels_above = (
            below.sign == ""
            and below.boxes
            and not any(box.text and not box.fields for box in below.boxes)
        )
        if not inside and not heads and not labels_above:
            free.append(at)
    return free


def _with_inserted(layout: Layout, at: int, line: Line) -> Layout:
    return replace(layout, lines=(*layout.lines[:at], line, *layout.lines[at:]))


def banner(layout: Layout, random: Random) -> Layout | None:
    """A line across the form, between two of its blocks."""
    places = [at for at in _boundaries(layout) if at > 1]
    text = random.choice(synonyms.BANNERS)
    return _with_inserted(layout, random.choice(places), Line("", (Box(text),))) if places else None


def blank_rows(layout: Layout, random: Random) -> Layout | None:
    """Empty rows between the blocks."""
    for at in reversed(_boundaries(layout)):
        if random.random() < 0.6:
            layout = _with_inserted(layout, at, Line("~", ()))
    return layout


def inline_labels(layout: Layout, random: Random) -> Layout | None:
    """Label and value in one cell: 项目名称：X."""
    found, changed = layout, False
    for at, line in enumerate(layout.lines):
        if line.sign:
            continue
        boxes: list[Box] = []
        for box in line.boxes:
            before = boxes[-1] if boxes else Box("")
            if (
                box.field in ("项目名称", "主管部门", "实施单位")
                and before.text
                and not before.fields
            ):
                label = before.text.rstrip("：:")
                boxes[-1] = Box(label + "：{" + box.field + "}", before.span + box.span)
                changed = True
            else:
                boxes.append(box)
        found = _with_line(found, at, replace(line, boxes=tuple(boxes)))
    return found if changed else None


def units_moved(layout: Layout, random: Random) -> Layout | None:
    """≥10场 in one cell, or ≥ | 10 | 场 in three, or ≥10 | 场 in two: another one than before."""
    table = _only_table(layout)
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


def money_unit_moved(layout: Layout, random: Random) -> Layout | None:
    """万元 not in the label but above the table, or behind each amount."""
    unit = layout.settings.get("money", "万元")
    found, changed = layout, False
    for at, line in enumerate(layout.lines):
        if line.sign in ("#", "%", "$"):
            continue
        boxes = tuple(replace(box, text=_UNIT.sub("", box.text).strip()) for box in line.boxes)
        changed = changed or boxes != line.boxes
        found = _with_line(found, at, replace(line, boxes=boxes))
    if not changed:
        return None
    if random.random() < 0.5:
        return replace(found, settings={**found.settings, "amounts": "unit"})
    return _with_inserted(found, _first_pair(found), Line("", (Box(f"金额单位：{unit}"),)))


def _first_pair(layout: Layout) -> int:
    """The line of 项目名称, or of whatever begins the form below its title."""
    fields = ("项目名称", "单位名称", "主管部门")
    for at, line in enumerate(layout.lines):
        if any(box.field in fields for box in line.boxes) or line.sign:
            return at
    return 1


def other_title(layout: Layout, random: Random) -> Layout | None:
    """Title and year as others print them, the year of another time in the name of the project."""
    first = next((at for at, line in enumerate(layout.lines) if _is_title(line)), None)
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
    return replace(layout, lines=(*layout.lines[:first], *lines, *layout.lines[end:]))


def _is_title(line: Line) -> bool:
    return not line.sign and bool(line.boxes) and _TITLE.search(line.boxes[0].text) is not None


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
        line if _is_title(line) else replace(line, boxes=tuple(map(spaced, line.boxes)))
        for line in layout.lines
    ]
    return replace(layout, lines=tuple(lines))


_REMARKS = (
    "{}（必填）",
    "*{}",
    "{}（单位填写）",
    "{}（参照批复）",
    "{}[注1]",
    "{}①",
    "{}（可增行）",
)


def remarked_heads(layout: Layout, random: Random) -> Layout | None:
    """Remarks, stars and numbers at some heads of the indicator table."""
    table = _only_table(layout)
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


def without_column(layout: Layout, random: Random) -> Layout | None:
    """A table that lacks a column that others have."""
    table = _only_table(layout)
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
    table = _only_table(layout)
    if table is None:
        return None
    columns = []
    for one in table.columns:
        if len(one.fields) == 1 and random.random() < 0.4:
            one = Column(tuple((replace(s[0], span=s[0].span + 1),) for s in one.slices))
        columns.append(one)
    return table.with_columns(columns)


def typed_otherwise(layout: Layout, random: Random) -> Layout | None:
    """Numbers as text, with separators or formats."""
    new = {
        "numbers": "text",
        "points": random.choice(["text", "decimals"]),
        "amounts": random.choice(["text", "comma"]),
        "rate": random.choice(["text", "format"]),
    }
    return replace(layout, settings={**layout.settings, **new})


_ROWS = (
    {"leftovers": "yes", "prefixed": "yes"},
    {"na": "不适用"},
    {"na": "无"},
    {"na": "/"},
    {"subtotals": "小计"},
    {"grouprows": "yes"},
    {"grouppoints": "inline"},
    {"grouppoints": "line"},
    {"short": "yes"},
    {"nothing": "无"},
)


def other_rows(layout: Layout, random: Random) -> Layout | None:
    """Left-over lines, rows that do not apply, subtotals, groups with points."""
    return replace(layout, settings={**layout.settings, **random.choice(_ROWS)})


def moved(sheet: Sheet, random: Random) -> Sheet:
    """The form begins at J20."""
    return sheet.moved(19, 9)


def table_beside(sheet: Sheet, random: Random) -> Sheet:
    """Something else stands at the right of the form."""
    rows = random.choice(synonyms.BESIDE)
    top, left = random.randint(2, max(sheet.bottom - len(rows), 2)), sheet.right + 2
    cells = {
        (top + down, left + right): Stone(text, place="beside")
        for down, texts in enumerate(rows)
        for right, text in enumerate(texts)
    }
    return sheet.joined(Sheet(cells))


def several(layout: Layout, random: Random) -> Layout | None:
    """Three changes at once."""
    kinds: list[OnLayout] = [
        *(reordered, synonym, renamed_head, strange_column, trap_column, split_head, banner),
        *(units_moved, money_unit_moved, inline_labels, spaced_labels, remarked_heads, widened),
        *(without_column, typed_otherwise, other_rows, other_title),
    ]
    done = 0
    for kind in random.sample(kinds, len(kinds)):
        changed = kind(layout, random)
        if changed is not None:
            layout, done = changed, done + 1
        if done == 3:
            break
    return layout


PLAIN = Transformation("plain")
TRANSFORMATIONS = (
    Transformation("reordered", reordered),
    Transformation("synonym", synonym),
    Transformation("new-word", new_word),
    Transformation("renamed-head", renamed_head),
    Transformation("strange-column", strange_column),
    Transformation("trap-column", trap_column),
    Transformation("split-head", split_head),
    Transformation("repeated-groups", _set(groups="each")),
    Transformation("groups-first-only", _set(groups="first")),
    Transformation("banner", banner),
    Transformation("units-moved", units_moved),
    Transformation("money-unit-moved", money_unit_moved),
    Transformation("inline-labels", inline_labels),
    Transformation("moved-to-J20", sheet=moved),
    Transformation("table-beside", sheet=table_beside),
    Transformation("other-title", other_title),
    Transformation("blank-rows", blank_rows),
    Transformation("page-break", _set(repeat="4")),
    Transformation("spaced-labels", spaced_labels),
    Transformation("remarked-heads", remarked_heads),
    Transformation("without-column", without_column),
    Transformation("widened", widened),
    Transformation("typed-otherwise", typed_otherwise),
    Transformation("other-rows", other_rows),
    Transformation("two-below", copies="below"),
    Transformation("two-beside", copies="beside"),
    Transformation("several", several),
)
