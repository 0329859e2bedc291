"""Tables as sheets of a new workbook, and Word documents: the one way in which reports draw them.

This folder knows cell styles, fonts, links, rows that are too many to hold, and what people wrote
into an earlier workbook. It must not know what a
table is about. `excel`, `summary`, `review_form` and `returned` hand it their tables.
"""
