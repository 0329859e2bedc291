"""What a reviewer wrote into a 复核表: read back, and joined to the records of a run.

This folder knows the sheets of a 复核表 and when a 核准 no longer applies. Neither rules nor ledger
know of it. Joined records go to `reports` and `frames`.
"""
