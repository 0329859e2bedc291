"""A department's own criteria (审核口径), as a workbook that its reviewers write and change.

It knows the rows of such a workbook, the named parts of a form that a row may look at, and how it
tests them; each row becomes a rule like those of the catalogue, so that the engine, the records and
the reports need not know where a rule comes from. It must not know how a workbook is drawn
(`reports/workbook/criteria_book.py`) or who asked for it.
"""
