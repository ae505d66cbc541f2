"""Lists shown, and what followed: stored as they were seen, never corrected, so that the ranking can learn and be replayed."""
