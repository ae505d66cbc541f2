"""What every reader needs, whatever its format: files read element by element under guard, values understood, doubts noted."""
