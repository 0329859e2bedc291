"""VBA from text: sources become a vbaProject.bin, and that an .xlam or .xlsm.

This folder knows Microsoft's containers ([MS-CFB], [MS-OVBA]) and Excel's packages. It must not
know what a button does or what a form holds: it is given modules and workbooks, and gives bytes,
the same bytes for the same text.
"""
