"""`python -m tests.benchmarks.judgement`: precision and recall over the labelled forms.

--list    each label that was not told, and each finding that no label asks for
"""

from __future__ import annotations

import sys

from tests.benchmarks.judgement.forms import forms, published
from tests.benchmarks.judgement.measure import held, published_table, table


def main() -> None:
    """Prints README's tables."""
    results = [held(form) for form in forms()]
    print("\n".join(table(results)), end="\n\n")
    print("\n".join(published_table(list(published())[:9])))
    for one in results if "--list" in sys.argv else ():
        for label in (label for label, level in one.found if not level):
            print(f"没有提出\t{one.form.name}\t{label.level} {label.cell} {label.kind}")
        for said in one.wrong:
            print(f"没有标注\t{one.form.name}\t{said.level} {said.cell} {said.code}")


if __name__ == "__main__":
    main()
