"""Hands the Windows desk to every test of this folder."""

from tests.wine.windows import windows as windows

collect_ignore = ["as_excel.py"]
"""Run by the Windows Python, with libraries that are not here."""
