"""投诉: what anybody complains of, seen by the supervisor alone, and what became of it."""
