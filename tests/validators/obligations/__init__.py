"""What must be checked, and how far it was."""
