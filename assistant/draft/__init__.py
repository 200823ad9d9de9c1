"""A draft, each of its claims checked against the collection."""
