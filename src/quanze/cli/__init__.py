"""The program ``quanze``: one module per group of commands, found through :mod:`quanze.cli.program`."""
