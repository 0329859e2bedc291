"""A form, blank or filled, as a new workbook; the templates and their formulas.

This folder knows how the official forms look and XlsxWriter. It must not read a file. What it makes
are samples, templates and the forms that people fill in.
"""
