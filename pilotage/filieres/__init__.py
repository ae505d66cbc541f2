"""Figures of a filière: its places today, what became of the people over twelve months."""
