"""returned_copy."""
