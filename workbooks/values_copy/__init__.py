"""values_copy."""
