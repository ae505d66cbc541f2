"""Conventions métiers en tension: what an employer committed to, by métier and year, and what was done of it."""
