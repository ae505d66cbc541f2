"""Technical ground: knows nothing of the domain."""
