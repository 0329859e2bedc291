"""A copy of somebody's workbook with marked cells, comments and a list of what to change.

This folder knows styles, comments, threads and drawings of a package. It must not know rules: marks
and entries are handed in by `validators.reports.returned`. Its bytes go to a file beside the
source.
"""
