"""A file -> the grids of its sheets, or one refusal that says why not.

Web pages and Word documents are read too: each of their tables is a sheet. This folder knows kinds
of files, their parts and the limits that keep a hostile one harmless. It
must not know labels or forms. Its grids go to `workbooks.reading`; nothing here ever writes.
"""
