"""What is told: results as text, JSON and a workbook, and the rules as pages to read.

This room knows words and widths. It decides nothing: what is wrong, and how wrong, was judged
before. Only `excel` knows a library, and nothing here is imported by the engine. Its output goes
to the screen, or to a file that the reader asked for; `returning` writes what goes back to the
units.
"""
