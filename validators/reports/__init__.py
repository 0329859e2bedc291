"""What is told: results as text, JSON, CSV, web page and workbook, their summary, and the rules.

This room knows words and widths. It decides nothing: what is wrong, and how wrong, was judged
before. `entries` is where a finding gets its words; the formats only lay them out, each in a folder
of its own where it is more than a page. Nothing here is imported by the engine. Its output goes to
the screen, or to files that the reader asked for: each an `output.Output`, written whole or not at
all.
"""
