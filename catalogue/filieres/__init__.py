"""Filières: saved sets of métiers and structures, each with its page, its calendar and its figures."""
