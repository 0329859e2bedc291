"""Hands the Windows desk to every test of this folder."""

from tests.wine.addin import addin as addin
from tests.wine.windows import windows as windows

collect_ignore = ["as_excel.py", "excel_objects.py"]
"""Run by the Windows Python, with libraries that are not here."""
