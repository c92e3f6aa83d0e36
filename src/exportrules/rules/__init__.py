"""The checked, typed form of the rules: what the checker makes and the program runs."""
