"""Lines of files that may be someone already known: a person looks at both and decides, and the next import remembers."""
