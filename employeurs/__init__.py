"""The employers' side: what they write, what they commit to, what they answer."""
