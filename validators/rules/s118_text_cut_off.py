"""行高不够，文字显示不全。

## 依据

报送要求：所见应即所报。

## 为什么

行高固定的行、合并的单元格不会随文字变高：写了四行，屏幕和打印件上只看得见一两行，审核人看不到后面的原因和措施。字号没有读取，按最小的字估算，只提一定放不下的；一份表只提出一次。

## 不合格

| 栏目 | 填写 |
|---|---|
| 行高 | 4=9 |
| 主管部门 | 示范市市场监督管理局行政许可与公共服务管理事务中心（示范市食品药品审评查验中心） |

## 合格

| 栏目 | 填写 |
|---|---|
| 行高 | 4=60 |

## 怎么改

选中这些行，右击行号，选「行高」调大；没有合并单元格的行，双击行号下边线自动调整。报送版会自动调整行高。
"""

from __future__ import annotations

from collections.abc import Iterator

from validators.filing import AnyFiling
from validators.rule import Hit, Rule, Severity
from workbooks.forms import MonitoringReport, SelfEvaluation, TargetDeclaration, every_cell
from workbooks.grid import position

RULE = Rule(
    code="S118",
    name="text-cut-off",
    severity=Severity.NOTE,
    forms=(SelfEvaluation, TargetDeclaration, MonitoringReport),
    needs=(),
    message="第 {rows} 行显示不全：文字比行高能显示的多，打印出来会缺字。建议把行高调大。",
    source="报送要求：所见应即所报",
    since="0.1.0",
    related=("S111",),
)


def check(filing: AnyFiling) -> Iterator[Hit]:
    """All rows at once, at the first cell of the form in the first of them."""
    rows = filing.form.sight.cut_rows
    if not rows:
        return
    placed = (cell for cell in every_cell(filing.form) if cell.address)
    first = next((cell for cell in placed if position(cell.address)[0] == rows[0]), None)
    yield first or filing.form.title, {"rows": "、".join(map(str, rows))}
