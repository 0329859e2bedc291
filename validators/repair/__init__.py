"""The smallest change (Fellegi and Holt): which cells of a form, and as few of them as can be,
would make all of its sums, rates and scores agree, and the value that each would need. It knows
the relations that the rules hold between cells; it must not know files or reports. What it finds
goes into the record of a form, beside the findings that it would settle.
"""
