"""VBA projects and Excel packages made from text."""
