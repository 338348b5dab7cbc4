"""排序: which applications of a round go up to the higher authority, and in what order."""
