"""What people hand in: bytes kept once and told by their content; first uploaded, then bound to what they belong to."""
