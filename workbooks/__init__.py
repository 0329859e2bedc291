"""What is written: workbooks in, typed forms out, and forms drawn as workbooks again.

This room knows files, sheets, Chinese labels and how values are spelled. It must not know what a
form is worth (`xlfuncs`) or what is wrong with it (`validators`). Data flows one way:
`open_file.open_workbook` -> `Grid` -> `edition.recognise` -> `reading.read` -> `forms`, and on to
`xlfuncs.whole_form.score`. `drawing` goes the other way, from a form to a new workbook, and
`drawing_template` to one that is filled in, with what its formulas give handed in.
`values_only` copies somebody's workbook as what one sees of it, `annotating` with notes in its
cells: both change the text of its parts in place (`xml_outline`, `xml_text`, `xml_edited`).
"""
