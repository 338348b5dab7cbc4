"""What was owed and what was done: from a procedure and the events of its cases. Pure, and nothing is kept of it."""
