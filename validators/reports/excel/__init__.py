"""核查结果.xlsx: what was found in each file, for the one who sends it back.

This folder knows which sheets the report has and what stands in their columns; `workbook` draws
them.
"""
