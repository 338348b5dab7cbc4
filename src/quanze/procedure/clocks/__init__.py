"""Clocks: time limits counted from a calendar that is data, each day explained. See docs/clocks.md."""
