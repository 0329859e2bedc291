"""The tool's place on a Windows desk: installed, examined, removed, and the user's own files.

This folder knows the registry, Excel's list of add-ins and what was there before. It must not know
a form. `commands` and the buttons ask it.
"""
