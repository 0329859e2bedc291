"""What is written: workbooks in, typed forms out, and forms drawn as workbooks again.

This room knows files, sheets, Chinese labels and how values are spelled. It must not know what a
form is worth (`xlfuncs`) or what is wrong with it (`validators`). Here stands its waist: `grid`,
one sheet as values, and `forms`, one form as records. Data flows one way: `files.open_file` ->
`Grid` -> `reading.read_form` -> `forms`, and on to `xlfuncs.whole_form.score`. `drawing` goes the
other way, from a form to a new workbook; `returned_copy` and `values_copy` copy somebody's
workbook, marked or as what one sees of it, by changing the text of its parts in place (`patching`).
"""
