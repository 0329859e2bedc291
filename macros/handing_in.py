"""What the button 生成报送版 makes: the open form as a new .xlsx with values only.

The form is drawn anew in the official layout, read back, and kept only when every cell of it says
what the open form says. A form of another place would lose its own look, so it is refused.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from macros.live import Stopped
from validators.bulk import CheckedForm
from workbooks import terms
from workbooks.forms import Cell, Form, every_cell
from workbooks.grid import Grid, position
from workbooks.layout import lay_out
from workbooks.limits import LAST_COLUMN
from workbooks.open_file import open_workbook
from workbooks.page import shown
from workbooks.reading import Reading, read_grid
from workbooks.refusal import Refusal

OTHER_LOOK = (
    "本表是{title}的版式，「生成报送版」目前只支持上海市的版式，没有生成。"
    "请在 Excel 中用“另存为”存成 .xlsx 后报送。"
)
SEVERAL = "工作表上有 {count} 份表单，报送版每次只能生成一份。请把它们分到各自的工作表后再点一次。"
UNWRITABLE = "写不了“{name}”。请确认文件夹可写，并且没有在 Excel 里打开着它。"
DIFFERS = "报送版与原表不一致（{cells}），没有生成。请把本文件发给维护人。"
_OWN_LOOK = "shanghai-"


def sole(forms: tuple[CheckedForm, ...]) -> CheckedForm:
    """The one form of a sheet that can be handed in; raises Stopped."""
    if len(forms) != 1:
        raise Stopped(SEVERAL.format(count=len(forms)))
    edition = forms[0].reading.edition
    if not edition.name.startswith(_OWN_LOOK):
        raise Stopped(OTHER_LOOK.format(title=edition.title))
    return forms[0]


def write(form: Form, target: Path) -> None:
    """Draws a form, reads it back, and puts it in its place; raises Stopped."""
    from workbooks.drawing import draw

    made = target.with_name(f"~{target.name}.tmp")
    try:
        made.touch()  # XlsxWriter's own complaint about a folder is no OSError
        draw(form, made)
        grids = open_workbook(made)
        assert not isinstance(grids, Refusal), grids
        (again,) = (one for one in read_grid(grids[0]) if isinstance(one, Reading))
        if differing := differences(form, again.form):
            raise Stopped(DIFFERS.format(cells="、".join(differing)))
        made.replace(target)
    except OSError as error:
        raise Stopped(UNWRITABLE.format(name=target.name)) from error
    finally:
        made.unlink(missing_ok=True)


def differences(one: Form, other: Form) -> list[str]:
    """The cells of a form, by address or label, that say something else in the other."""
    found: list[str] = []
    for field in fields(one):
        if field.name in ("hidden", "sheet", "edition"):
            continue
        ours, its = (tuple(every_cell(getattr(form, field.name))) for form in (one, other))
        if len(ours) != len(its):
            found.append(field.name)
        pairs = zip(ours, its, strict=False)
        found += [a.address or a.label or field.name for a, b in pairs if _said(a) != _said(b)]
    return list(dict.fromkeys(found))


def _said(cell: Cell[object]) -> tuple[object, ...]:
    return cell.state, cell.text, cell.value


def left_out(source: Grid, form: Form) -> tuple[str, ...]:
    """Texts between and below a form's cells that its official layout has no place for.

    What stands right of the form, such as the templates' computed columns, is not printed either.
    """
    kept = {terms.fold(text) for text in _texts(lay_out(form).grid(), LAST_COLUMN)}
    cells = (cell for cell in every_cell(form) if cell.address)
    right = max(position(cell.address)[1] for cell in cells)
    return tuple(text for text in _texts(source, right) if terms.fold(text) not in kept)


def _texts(grid: Grid, right: int) -> list[str]:
    places = (place for place in sorted(grid.values) if place[1] <= right)
    texts = (shown(grid.values[at], grid.formats.get(at, "")).strip() for at in places)
    return [text for text in texts if text]
