"""Adjustments: reasoned changes from one edition of a list to the next, through the chain of organs that decide."""
