"""What goes back to the units: a marked copy of each file, or a list where none can be.

This folder knows which findings a unit is told and where its copy lies. `workbooks.returned_copy`
makes the bytes.
"""
