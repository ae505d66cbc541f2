"""Training of the shipped encoder: one command, one seed."""
