"""Walks: a matter is played from beginning to end in the browser, by everybody whom it takes, each before their own
screen. ``make walk`` plays them all and prints one line for each."""
