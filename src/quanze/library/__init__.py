"""The law library as kept: instruments, their versions and validity, which matters cite them, and what follows."""
