"""hand_in."""
