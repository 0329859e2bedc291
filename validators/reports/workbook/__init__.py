"""Tables as sheets of a new workbook: the one way in which reports use XlsxWriter.

This folder knows cell styles, links and rows that are too many to hold. It must not know what a
table is about. `excel`, `summary`, `review_form` and `returned` hand it their tables.
"""
