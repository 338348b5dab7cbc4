"""Figures for those who lead or oversee a bureau: counted from what happened, kept with the moment of the counting."""
