"""The offer: kinds, conditions, apports, sessions, places, structures, référentiels and search."""
