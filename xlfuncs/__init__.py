"""What it is worth: Decimals and a Policy in, Decimals out.

This room knows how points are earned: rates, indicator scores, totals, ratings. It must not know
addresses, labels, sheets or files; the law it applies is data (`policies/*.toml`). Its `Worth`
goes on to `validators.filing`.
"""
