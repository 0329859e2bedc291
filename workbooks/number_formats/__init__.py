"""What Excel shows of a stored value: number formats by Excel's own rules (ECMA-376, 18.8.31).

Knows number format codes, numbers, dates and texts, and nothing of files, sheets or forms. Files
and open sheets bring values with their codes; `shown` says what a person sees there, `in_full` the
same without losing a digit that somebody typed, `as_typed` what that person would have typed.
"""
