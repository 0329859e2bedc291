"""历年: projects and indicators year after year, what stands out in sentences, and its charts.

This folder knows the figures of each project's years (`across.trend`) and their words; it must not
know forms, files or rules. Projects come in one at a time, a workbook goes out.
"""
