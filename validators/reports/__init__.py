"""What is told: results as text, JSON, CSV, web page and workbook, their summary, and the rules.

This room knows words and widths. It decides nothing: what is wrong, and how wrong, was judged
before. `entries` is where a finding gets its words; the formats only lay them out. Only `new_book`
and `kept_links` (workbooks), `summary_document` (documents) and `summary_figures` (sums) know a
library, and nothing here is imported by the engine. Its output goes to the screen, or to files that
the reader asked for: each an `output.Output`, written whole or not at all. The one workbook that
comes back filled in, the 复核表 (`review_book`), is read by `validators.read_review`; `returning`
writes what goes back to the units.
"""
