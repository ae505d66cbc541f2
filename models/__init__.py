"""Learnt things, arrays in and arrays out: the sentence encoder, the vector index, their training, their weights and cards."""
