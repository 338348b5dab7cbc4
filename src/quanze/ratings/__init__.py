"""好差评: what applicants think of how they were served, and what is done about the bad ones. See docs/oversight.md."""
