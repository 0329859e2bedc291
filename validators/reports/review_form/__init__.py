"""The 复核表 that a reviewer fills in: scores row by row, findings to accept.

This folder knows its sheets and which cells are open. What comes back filled in is read by
`validators.review`.
"""
