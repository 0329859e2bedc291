"""Every form of the benchmark with its labels.

A label is a cell and a kind of fault in a reviewer's words; `KINDS` says which rules tell of such
a fault. The labels were written after looking at the forms, also where no rule sees the fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from macros.commands import demo
from tests.cases import cases, grid_of, texts_of
from tests.test_reviewers_finds import CASE
from tests.workbooks import layouts
from workbooks.drawing import layout
from workbooks.grid import Grid
from workbooks.reading.from_texts import published_forms

HERE = Path(__file__).parent

KINDS: dict[str, tuple[str, ...]] = {
    "没有写原因": ("N601",),
    "原因是空话": ("N602",),
    "没有措施": ("N603",),
    "超额": ("N605", "N606"),
    "从严扣分": ("R505",),
    "达到目标却扣分": ("R509",),
    "得分偏高": ("R504", "R507"),
    "得分超过分值": ("R501",),
    "总分不对": ("R503",),
    "等级不对": ("R508",),
    "分值合计不对": ("P402",),
    "一项分值太高": ("P405",),
    "资金加不起来": ("B201", "D901"),
    "执行率不对": ("B203", "B204"),
    "金额单位可疑": ("B208",),
    "预算调整没有说明": ("B210",),
    "结余多": ("B211",),
    "支付多于执行": ("B212",),
    "成本多于执行": ("B213",),
    "执行多于预算": ("B206",),
    "成本没有封顶": ("D904",),
    "成本超过预算": ("D905",),
    "数量写等号": ("D906",),
    "目标不明确": ("I301",),
    "词代替数": ("I302",),
    "照搬目标": ("I303", "T802"),
    "超过百分之百": ("I306",),
    "没有比较符号": ("I308",),
    "比较符号写反": ("I309",),
    "数量写成百分比": ("I313", "I305"),
    "二级指标不合": ("I314",),
    "没有写明达成与否": ("I315",),
    "支付当作数量": ("I316",),
    "空泛的指标": ("I317",),
    "产出又作效益": ("I318", "I310"),
    "满意度没有数": ("I320",),
    "结果远高于支出": ("R511",),
    "没有填": ("S101", "S102", "S103", "S104", "S105", "S108", "S109", "B202", "P401"),
    "没有删的空行": ("S106",),
    "缺一类指标": ("S107",),
    "年度不对": ("S110",),
    "栏目不通行": ("S117",),
    "文字与数不同": ("T801", "T803"),
    "确定能没有依据": ("M003",),
    "各行原因一样": ("M005",),
    "时效没有时限": (),
    "抄了别的项目": (),
    "做不到的百分比": (),
}
"""What reviewers find fault with, and the rules that tell of it; none where no rule does."""


@dataclass(frozen=True)
class Label:
    """One thing that a reviewer would tell: how grave, where, what."""

    level: str
    cell: str
    kind: str


@dataclass(frozen=True)
class Labelled:
    """A sheet with one form, and everything that a reviewer would tell of it."""

    name: str
    grid: Grid
    labels: tuple[Label, ...]


def forms() -> Iterator[Labelled]:
    """The whole benchmark."""
    yield from published()
    for file in ("honest.md", "faulty.md"):
        for title, body in _sections(file):
            text, _, told = body.partition("标注：")
            yield Labelled(title, grid_of(texts_of(text)), _labels(told))
    for title, body in _sections("local.md"):
        text, _, told = body.partition("标注：")
        yield Labelled(title, layouts.grid(text), _labels(told))
    yield composed()
    labels = {title: _labels(body) for title, body in _sections("layouts.md")}
    for name, grid in layouts.forms():
        yield Labelled(name, grid, labels.pop(name, ()))
    assert not labels


def published() -> Iterator[Labelled]:
    """The nine published forms, and the three that the demonstration spoils."""
    drawn = {f"{f.fiscal_year.value} {f.project_name.text}": f for f in published_forms()}
    drawn |= {f"改坏 {ending}": spoil()[1] for ending, spoil in demo.SPOILED.items()}
    sections = dict(_sections("published.md"))
    assert sections.keys() == drawn.keys()
    for name, form in drawn.items():
        yield Labelled(name, layout.lay_out(form).grid(), _labels(sections[name]))


def composed() -> Labelled:
    """The form with eight faults of real projects."""
    (case,) = cases(CASE)
    return Labelled("八处毛病", grid_of(case.texts), _labels(_COMPOSED))


_COMPOSED = """
- 警告 E6 结果远高于支出
- 警告 C13 支付当作数量
- 警告 E13 支付多于执行
- 错误 G16 得分偏高
- 警告 D17 成本没有封顶
- 警告 E17 成本多于执行
- 警告 D18 空泛的指标
- 警告 E19 满意度没有数
- 错误 E19 词代替数
- 提示 E6 结余多
"""


def _sections(file: str) -> Iterator[tuple[str, str]]:
    text = (HERE / file).read_text("utf-8")
    for section in re.split(r"^## ", text, flags=re.M)[1:]:
        title, _, body = section.partition("\n")
        yield title.strip(), body


def _labels(text: str) -> tuple[Label, ...]:
    lines = (line[2:].split() for line in text.splitlines() if line.startswith("- "))
    found = tuple(Label(*line) for line in lines)
    assert all(one.kind in KINDS for one in found), found
    return found
