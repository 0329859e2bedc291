"""What came of a file as typed records: what the JSON says, once for all outputs.

This folder knows results and their facts. It must not know a layout, a colour or a format. Records
go to `bulk`, `review`, `frames` and every report.
"""
