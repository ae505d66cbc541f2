"""Social clauses of public contracts: hours planned, committed and done, by lot, person and month."""
