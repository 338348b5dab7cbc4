"""Another bureau than the sample's: its list, composed for tests, and how it comes to run."""
