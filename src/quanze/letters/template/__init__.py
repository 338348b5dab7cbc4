"""Templates of letters as text that a clerk reads and edits: parsed, checked and filled without running anything.

One line is one paragraph, row or part; marks in 【】 before it say which, ``{名称}`` is the place of a value,
``____`` a blank to be filled in by hand. docs/letters.md has the whole of it."""

from quanze.letters.template.checking import check
from quanze.letters.template.filling import Rows, fill
from quanze.letters.template.parsing import MARKS, Problem, Template, Unfit, parse

__all__ = ["MARKS", "Problem", "Rows", "Template", "Unfit", "check", "fill", "parse"]
