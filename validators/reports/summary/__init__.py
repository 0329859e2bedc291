"""汇总: one row a project, units, weak indicators, charts, and the paragraph for publication.

This folder knows sums, averages and their words. pandas stands only in `figures`, python-docx only
in `document`. Frames come in, a workbook or a document goes out.
"""
