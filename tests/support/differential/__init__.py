"""Random Networks, and the comparison of engine and reference on one."""
