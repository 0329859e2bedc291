"""An open workbook in Excel: its sheet as a grid, its marks, its scores, its message boxes.

This folder is the only one beside the doors that knows xlwings. What it reads is the same `Grid` as
a file's; from there on both roads are one.
"""
