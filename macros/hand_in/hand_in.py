"""报送版: a workbook as values only, for `jixiao submit` and the button 生成报送版 alike.

The copy is read back and judged before it takes its place; it must say in every cell what the
file says, and give no finding that the file does not give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from macros.hand_in.row_looks import RowLooks, row_looks
from validators.checking.check_file import NO_FORM, CheckedForm, Choice, check_grid
from validators.checking.our_files import MARK, is_addition
from validators.rule import Severity
from validators.wording import fault_text, one_line, unreadable_text
from workbooks.files.limits import DAMAGED, Refused
from workbooks.files.open_file import Format, format_of, grids, open_workbook
from workbooks.files.refusal import Refusal
from workbooks.forms import every_cell
from workbooks.grid import Grid, position
from workbooks.output_register import may_be_replaced, output
from workbooks.reading.read_form import SheetRefusal
from workbooks.returned_copy.annotate import unmarked
from workbooks.values.dataclass import dataclass, replace
from workbooks.values_copy.compare import uncalculated, unlike
from workbooks.values_copy.values_only import Copy, values_only

LEGACY = "这是旧格式（.xls）的工作簿，不能生成报送版。请用 Excel 打开，另存为 .xlsx 后再试。"
NOT_COPIED = {
    Format.LEGACY: LEGACY,
    Format.PAGE: "这是网页，不能生成报送版。请用 Excel 打开，核对后另存为 .xlsx 再试。",
    Format.DOCUMENT: "这是文字文档，不能生成报送版。请把表格复制到 Excel 工作簿（.xlsx）里，再试。",
}
RETURNED = "退回修改时的「修改清单」和标色"
HIDDEN = "隐藏的工作表（{sheets}）不报送；要报送的表单如在其中，请先取消隐藏。"
UNCALCULATED = (
    "工作表「{sheet}」{cells} 的公式还没有计算结果，不能只留数值。请用 Excel 打开，保存后再试。"
)
SUFFIX = "报送版要写成 .xlsx 文件，不能写成 {name}。请改文件名。"
NO_FOLDER = "写不了 {path}：没有这个文件夹。请先建文件夹，或换一个位置。"
TOO_LONG = "文件名 {name} 太长，写不了。"
FORBIDDEN = "没有权限写到 {path}。请换一个自己能写的文件夹。"
SOURCE = "报送版不能写到原文件 {path} 上。"
TAKEN = "{path} 已经存在，不是本工具写在那里的，或者写好以后有人改动过，不会覆盖。"
UNWRITABLE = "写不了“{name}”。请确认文件夹可写，并且没有在 Excel 里打开着它。"

_NAMED = 12  # cells in one sentence


Accepted = Callable[[CheckedForm], Sequence[bool]]
"""A form -> for each of its findings, whether a reviewer has accepted it (核准)."""


class UnlikeError(Exception):
    """A copy that does not say what the file says: a fault of ours."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A workbook that may be handed in: what is on the sheets that go over, and the copy of it.

    `objections` are lines that tell what should be put right first.
    """

    sheets: tuple[Grid, ...]
    forms: tuple[CheckedForm, ...]
    objections: tuple[str, ...]
    copy: Copy
    looks: Mapping[str, RowLooks]


def nothing_accepted(form: CheckedForm) -> Sequence[bool]:
    """For each finding of a form, that no reviewer has accepted it."""
    return [False] * len(form.outcome.findings)


def candidate(raw: bytes, choice: Choice, accepted: Accepted = nothing_accepted) -> Candidate | str:
    """The bytes of a workbook, read, judged and copied; or a sentence why it has no 报送版.

    What a reviewer has accepted is no objection. Of a returned copy, our marks do not go over.
    """
    book = opened(raw)
    if isinstance(book, str):
        return book
    bare, every_sheet = book
    sheets = tuple(grid for grid in every_sheet if not grid.hidden and not is_addition(grid))
    try:
        found = {grid.sheet: list(check_grid(grid, choice)) for grid in sheets}
    except Refused as refused:
        return refused.refusal.message
    forms = {
        name: [one for one in its if isinstance(one, CheckedForm)] for name, its in found.items()
    }
    objections = tuple(
        f"工作表「{name}」{line}"
        for name, its in found.items()
        for one in its
        for line in objections_to(one, accepted)
    )
    if not any(forms.values()):
        hidden = "、".join(f"「{grid.sheet}」" for grid in every_sheet if grid.hidden)
        return "".join(objections or [NO_FORM]) + (HIDDEN.format(sheets=hidden) if hidden else "")
    made = copied(bare, sheets, forms)
    if isinstance(made, str):
        return made
    copy, looks = made
    copy = copy if bare is raw else replace(copy, left_out=(RETURNED, *copy.left_out))
    every = tuple(form for its in forms.values() for form in its)
    return Candidate(sheets, every, objections, copy, looks)


def copied(
    bare: bytes, sheets: Sequence[Grid], forms: Mapping[str, Sequence[CheckedForm]]
) -> tuple[Copy, dict[str, RowLooks]] | str:
    """The copy of some sheets of a workbook and how their rows look, or why there can be none."""
    least = {grid.sheet: _last_column(grid, forms[grid.sheet]) for grid in sheets}
    covered = {grid.sheet: grid.covered for grid in sheets}
    looks = _looks(sheets, forms, least)
    copy = values_only(bare, least, MARK.removeprefix("="), covered, looks)
    if isinstance(copy, Refusal):
        return copy.message
    return _without_value(sheets, copy) or (copy, looks)


def _looks(
    sheets: Sequence[Grid], forms: Mapping[str, Sequence[CheckedForm]], least: Mapping[str, int]
) -> dict[str, RowLooks]:
    """How the rows of each sheet are to look."""
    return {
        grid.sheet: row_looks(
            grid, [one.reading.form for one in forms[grid.sheet]], least[grid.sheet]
        )
        for grid in sheets
    }


def opened(raw: bytes) -> tuple[bytes, tuple[Grid, ...]] | str:
    """The file without our marks and its sheets, or why it can have no 报送版."""
    built = format_of(raw)
    bare = raw if built in NOT_COPIED else unmarked(raw)
    if isinstance(bare, Refusal):
        return bare.message
    sheets = grids(bare)
    if isinstance(sheets, Refusal):
        return sheets.message
    if built in NOT_COPIED:
        return NOT_COPIED[built]
    return DAMAGED if len({grid.sheet for grid in sheets}) < len(sheets) else (bare, sheets)


def _without_value(sheets: Sequence[Grid], copy: Copy) -> str | None:
    """That cells would be left without a value, as a sentence."""
    for grid in sheets:
        if cells := uncalculated(grid, copy.last[grid.sheet]):
            return UNCALCULATED.format(sheet=grid.sheet, cells=_named(cells))
    return None


def wrong_target(target: Path, source: Path) -> str | None:
    """Why a 报送版 may not be written to a path, as a sentence; None when it may."""
    if target.suffix.lower() != ".xlsx":
        return SUFFIX.format(name=target.name)
    if not target.absolute().parent.is_dir():
        return NO_FOLDER.format(path=target)
    try:
        if not target.exists():
            return None
    except PermissionError:
        return FORBIDDEN.format(path=target)
    except OSError:
        return TOO_LONG.format(name=target.name)
    if source.exists() and target.samefile(source):
        return SOURCE.format(path=source)
    return None if may_be_replaced(target) else TAKEN.format(path=target)


def put(one: Candidate, choice: Choice, target: Path) -> None:
    """Writes the copy, reads it back and puts it in its place, whole or not at all.

    Raises OSError when the place cannot be written, UnlikeError for a fault of ours.
    """
    with output(target) as part:
        part.write_bytes(one.copy.parts.archive())
        again = open_workbook(part)
        if isinstance(again, Refusal):
            raise UnlikeError(again.message)
        if unlike_places := (*_unlike_cells(one, again), *_unlike_judgement(one, again, choice)):
            raise UnlikeError("、".join(unlike_places))


def _unlike_cells(one: Candidate, again: Sequence[Grid]) -> Iterator[str]:
    copied = {grid.sheet: grid for grid in again}
    if list(copied) != [grid.sheet for grid in one.sheets]:
        yield f"工作表 {list(copied)}"
        return
    for grid in one.sheets:
        gone = one.looks[grid.sheet].left_out & copied[grid.sheet].hidden_rows
        left_out = grid.hidden_rows | gone
        for place in unlike(
            replace(grid, hidden_rows=left_out), copied[grid.sheet], one.copy.last[grid.sheet]
        ):
            yield f"{grid.sheet}!{place}"


def _unlike_judgement(one: Candidate, again: Sequence[Grid], choice: Choice) -> Iterator[str]:
    judged = [found for grid in again for found in check_grid(grid, choice)]
    forms = [found for found in judged if isinstance(found, CheckedForm)]
    # Hidden cells beside the form may be gone.
    ours, its = (
        [replace(form.reading.form, hidden=()) for form in all_] for all_ in (one.forms, forms)
    )
    if ours != its:
        yield "表单读出的内容"
    known, found = (
        {(f.rule.code, f.cell.address, f.text) for form in all_ for f in form.outcome.findings}
        for all_ in (one.forms, forms)
    )
    yield from (f"{code} {place}" for code, place, _ in sorted(found - known))


def objections_to(
    found: CheckedForm | SheetRefusal, accepted: Accepted = nothing_accepted
) -> Iterator[str]:
    """What should be put right in a form before it is handed in or published, a line each."""
    if isinstance(found, SheetRefusal):
        yield found.refusal.message
        return
    form = found.reading.form
    yield from (f"读不成 {unreadable_text(cell, form)}" for cell in found.reading.unreadable)
    for one, taken in zip(found.outcome.findings, accepted(found), strict=True):
        if one.severity is Severity.ERROR and not taken:
            yield f"{one.cell.address} 错误 {one.rule.code} {one_line(one.text)}"
    yield from (fault_text(replace(fault, sheet="")) for fault in found.outcome.faults)


def _last_column(grid: Grid, forms: Sequence[CheckedForm]) -> int:
    """The last column that a form on a sheet reaches; 0 where there is none."""
    cells = {
        cell.address for form in forms for cell in every_cell(form.reading.form) if cell.address
    }
    places = {position(cell) for cell in cells}
    merged = [area.right for area in grid.merges if (area.top, area.left) in places]
    return max((*(column for _, column in places), *merged), default=0)


def _named(cells: Sequence[str]) -> str:
    more = f" 等 {len(cells)} 格" if len(cells) > _NAMED else ""
    return "、".join(cells[:_NAMED]) + more
