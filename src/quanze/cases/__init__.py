"""Cases: applications on their way from draft to result. See docs/cases.md."""
