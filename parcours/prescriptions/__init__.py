"""Prescriptions: one life for every kind of offer, from the proposal to what became of the person."""
