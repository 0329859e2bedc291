"""Changing the parts of somebody's package in place, every other byte as it was.

This folder knows XML as text and ZIP members in their compressed form. It must not know why a part
is changed. Its parts go into `returned_copy`, `values_copy` and the add-in.
"""
