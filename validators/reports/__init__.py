"""What is told: results as text, JSON and workbooks, and the rules as pages to read.

This room knows words and widths. It decides nothing: what is wrong, and how wrong, was judged
before. Only `new_book` knows a library, and nothing here is imported by the engine. Its output
goes to the screen, or to a file that the reader asked for. The one workbook that comes back filled
in, the 复核表 (`review_book`), is read by `validators.read_review`.
"""
