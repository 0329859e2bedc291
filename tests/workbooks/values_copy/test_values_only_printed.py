"""报送版 as LibreOffice opens and prints it: dot by dot what the file itself prints."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.building import templates
from macros.cli import main
from tests.workbooks import layouts
from tests.workbooks.printing import convert, output
from tests.workbooks.rich import SECRETS, live, rich
from workbooks.reading.from_texts import published_forms

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(
        not all(map(shutil.which, ("soffice", "pdftotext", "pdftoppm"))),
        reason="needs soffice, pdftotext and pdftoppm (Debian: libreoffice-calc, poppler-utils)",
    ),
]
LOCAL = dict(layouts.forms())
NAMES = [name.replace("/", "_") for name in LOCAL if name.endswith("/1")]
FILLED = {f"填{number}": published_forms()[number] for number in (0, 1, 4)}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files and their 报送版 as PDF; LibreOffice is started once for all of them."""
    folder = tmp_path_factory.mktemp("printed")
    for name in NAMES:
        (folder / f"{name}.xlsx").write_bytes(live(LOCAL[name.replace("_1", "/1")]))
    for name, form in FILLED.items():
        templates.write(form, folder / f"{name}.xlsx")
    (folder / "全.xlsm").write_bytes(rich(LOCAL["sichuan/1"]))
    made = []
    for path in sorted(folder.glob("*.xls?")):
        target = folder / f"{path.stem}_报送版.xlsx"
        assert main(["submit", str(path), "--force", "-o", str(target)]) == 0
        made += [path, target]
    convert(folder, "pdf", made)
    return folder


def pages(path: Path) -> list[bytes]:
    """Each page as a picture."""
    stem = path.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "60", "-png", path, stem], check=True)
    return [picture.read_bytes() for picture in sorted(path.parent.glob(f"{stem.name}-*.png"))]


def lines(path: Path) -> Iterator[str]:
    """What is printed, without the number of pages."""
    for line in output("pdftotext", "-layout", str(path), "-").splitlines():
        if line.strip() and not re.search("第 ?. ?页 ?共 ?. ?页", line):
            yield " ".join(line.split())


@pytest.mark.parametrize("name", NAMES)
def test_a_local_form_is_printed_alike(printed: Path, name: str) -> None:
    ours, its = (pages(printed / f"{name}{ending}.pdf") for ending in ("", "_报送版"))

    assert len(ours) >= 1
    assert its == ours


@pytest.mark.parametrize("name", FILLED)
def test_a_filled_template_is_printed_without_its_guide(printed: Path, name: str) -> None:
    ours, its = (list(lines(printed / f"{name}{ending}.pdf")) for ending in ("", "_报送版"))

    assert len(its) > 20
    assert ours[: len(its)] == its
    assert ours[len(its)] == "填报说明"


def test_a_rich_workbook_prints_what_is_seen_and_no_more(printed: Path) -> None:
    text = output("pdftotext", str(printed / "全_报送版.pdf"), "-")

    assert "审核意见：同意" in text
    assert "绩效自评表" in text
    assert [secret for secret in SECRETS if secret in text] == []
