"""What numba compiles: the loop and all that it calls."""
