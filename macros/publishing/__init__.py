"""`jixiao publish`: the forms of a folder, printed and bound into one PDF for publication.

This folder knows which forms go in, in what order, and how LibreOffice is asked to print them. It
must not judge a form or make a copy of it itself: `validators.checking` and `macros.hand_in` do.
One module a step, in this order: `forms`, `printer`, `contents`, `binding`; `publish` calls them.
"""
