"""Citations from Chinese official prose: clean, tokenize, extract, resolve, annotate."""
