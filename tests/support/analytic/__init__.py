"""Known answers: formulas, Markov chains, and the shapes of models that have them."""
