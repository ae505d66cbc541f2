"""A population of our own invention: it tries the plumbing, the load, places and learning. It never says that a ranking is good for real people."""
