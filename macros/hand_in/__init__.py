"""生成报送版: whether a form may be handed in, and the copy put in its place.

This folder knows the order of check, copy, reading back and comparison, for the command and for the
button. `workbooks.values_copy` makes the bytes.
"""
