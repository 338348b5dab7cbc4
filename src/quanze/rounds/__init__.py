"""申报批次: a matter's call for applications, as a notice from above opened it. See docs/rounds.md."""
