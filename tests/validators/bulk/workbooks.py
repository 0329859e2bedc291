"""Folders of workbooks that differ: the published samples, each with a text of its own."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

SAMPLES = sorted((Path(__file__).parents[3] / "workbooks" / "samples").glob("*.xlsx"))


def fill(folder: Path, count: int) -> list[Path]:
    """So many workbooks, no two of the same content; a few cannot be read."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        sample = SAMPLES[number % len(SAMPLES)]
        path = folder / f"{number:04d}_{sample.name}"
        if number % 20 == 7:
            path.write_bytes(sample.read_bytes()[: 3000 + number])
        else:
            shutil.copy(sample, path)
            with zipfile.ZipFile(path, "a") as package:
                package.comment = str(number).encode()
        paths.append(path)
    return paths
