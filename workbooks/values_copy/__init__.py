"""The 报送版: a copy of somebody's workbook as what one sees of it, without formulas or code.

This folder knows which parts compute, run or lead out. It must not know whether a form may be
handed in; that is `macros.hand_in`'s to ask. Its bytes go to the file that is handed in.
"""
