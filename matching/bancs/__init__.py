"""Measures of speed and memory, always beside a floor of the same run."""
