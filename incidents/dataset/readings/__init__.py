"""Two readings of the same texts held against each other: the dataset, and what a second reader made of the rules."""
