"""review_form."""
