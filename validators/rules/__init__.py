"""One rule, one file. `catalogue.py` lists them; nothing is discovered by magic."""
