"""People: allocataires, freins, availability, and later their prescriptions."""
