"""What answers at each address: short functions that ask who may, fetch a value, and draw it."""
