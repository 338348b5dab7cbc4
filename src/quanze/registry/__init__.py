"""The lists that are kept: matters, their versions, editions, and the documents they came from."""
