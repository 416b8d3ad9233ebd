"""Files of YAML: found, read, laid over one another."""
