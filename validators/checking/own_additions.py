"""What this tool itself puts into somebody's workbook, and by what it is known again."""

from __future__ import annotations

from workbooks.drawing.template_guide import is_guide
from workbooks.grid import Grid

MARK = '="绩效核查"="绩效核查"'
"""The condition of every mark: always true, and by it a mark is known again."""

LEAD = "核查结果：本表由绩效评价工具生成，可随时点「清除标记」删去，不属于报送内容。"
"""The first line of the list that 核查 puts beside a form."""


def is_addition(grid: Grid) -> bool:
    """Whether a sheet is a list of ours, or the 填报说明 of a template."""
    return grid.values.get((1, 1)) == LEAD or is_guide(grid)
