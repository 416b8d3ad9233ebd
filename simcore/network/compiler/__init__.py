"""A Network as the arrays that the engine plays."""
