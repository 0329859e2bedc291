"""Run by a Python that has UNO, not by pytest: rows fitted to their text as on opening in Excel.

usage: row_fitter.py FOLDER FILE… : writes each file as PDF into the folder and prints JSON, for
each file the heights in points of the rows of its first sheet that nobody set by hand.
LibreOffice does not fit the rows of an .xlsx by itself.
"""

import json
import sys
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

_POINTS = 72 / 2540  # of a hundredth of a millimetre


def fitted(document):
    """The heights by row, counted from 1, once all rows but those set by hand are fitted."""
    document.calculateAll()
    sheet = document.Sheets.getByIndex(0)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    heights = {}
    for number in range(cursor.RangeAddress.EndRow + 1):
        row = sheet.Rows.getByIndex(number)
        if row.OptimalHeight and row.IsVisible:
            row.OptimalHeight = True
            heights[number + 1] = row.Height * _POINTS
    return heights


def main(folder, *files):
    from tests.macros.vbaproject.basic_runner import opened, started

    office, desktop = started(folder)  # which brings UNO's own import
    from com.sun.star.beans import PropertyValue

    printed = PropertyValue()
    printed.Name, printed.Value = "FilterName", "calc_pdf_Export"
    heights = {}
    try:
        for file in files:
            document = opened(desktop, file)
            heights[Path(file).stem] = fitted(document)
            target = Path(folder, f"{Path(file).stem}.pdf").as_uri()
            document.storeToURL(target, (printed,))
            document.close(True)
        print(json.dumps(heights))
    finally:
        with suppress(Exception):
            desktop.terminate()
        office.wait(30)


if __name__ == "__main__":
    main(*sys.argv[1:])
