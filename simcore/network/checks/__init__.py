"""What is wrong with a Network before it runs."""
