"""What the repository keeps ready-built: drawn anew from the same source, and compared with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from zipfile import ZipFile, is_zipfile

from macros.building import expressions, templates
from macros.vbaproject import functions_page
from macros.vbaproject.addin import write_addin
from validators.reports import obligations_page, rules_page
from workbooks.drawing.draw_form import draw
from workbooks.reading.from_texts import published_forms

Product = tuple[PurePosixPath, Callable[[Path], None]]
"""Where a built file lies in the repository, and what writes it to a given path."""


def products() -> Iterator[Product]:
    """Everything that is built."""
    yield from _samples()
    yield from _templates()
    yield PurePosixPath("validators/RULES.md"), _rules_page
    yield PurePosixPath("validators/OBLIGATIONS.md"), _obligations_page
    yield PurePosixPath("xlfuncs/FUNCTIONS.md"), _functions_page
    yield PurePosixPath("macros/addin/jixiao.xlam"), write_addin
    yield PurePosixPath("workbooks/values/expressions.txt"), expressions.write


def build(root: Path) -> tuple[Path, ...]:
    """The files written under `root`, the folder of the repository."""
    written = []
    for place, write in products():
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path)
        written.append(path)
    return tuple(written)


def stale(root: Path) -> tuple[Path, ...]:
    """The files under `root` that are missing or are not what a fresh build gives."""
    with TemporaryDirectory() as folder:
        fresh = build(Path(folder))
        places = (path.relative_to(folder) for path in fresh)
        pairs = [(root / place, path) for place, path in zip(places, fresh, strict=True)]
        return tuple(kept for kept, new in pairs if not _same(kept, new))


def _rules_page(path: Path) -> None:
    path.write_text(rules_page.markdown(), encoding="utf-8", newline="\n")


def _obligations_page(path: Path) -> None:
    path.write_text(obligations_page.markdown(), encoding="utf-8", newline="\n")


def _functions_page(path: Path) -> None:
    path.write_text(functions_page.markdown(), encoding="utf-8", newline="\n")


def _samples() -> Iterator[Product]:
    for form in published_forms():
        name = f"{form.fiscal_year.value}{form.sheet}_{form.project_name.value}.xlsx"
        yield PurePosixPath("workbooks/samples") / name, partial(draw, form)


def _templates() -> Iterator[Product]:
    for form in templates.blank_forms():
        for ending in ("xlsm", "xlsx"):
            place = PurePosixPath("workbooks/templates") / f"{form.sheet}.{ending}"
            yield place, partial(templates.write, form)


def _same(kept: Path, new: Path) -> bool:
    if not kept.is_file():
        return False
    if not (is_zipfile(kept) and is_zipfile(new)):
        return kept.read_bytes() == new.read_bytes()
    return _parts(kept) == _parts(new)


def _parts(path: Path) -> list[tuple[str, bytes]]:
    # Pythons differ in how their zlib packs, so what is packed is compared, in its order.
    with ZipFile(path) as package:
        return [(part.filename, package.read(part)) for part in package.infolist()]
