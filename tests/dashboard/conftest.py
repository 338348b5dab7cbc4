"""A bureau as the tests of cases know it."""

from tests.cases.conftest import house

__all__ = ["house"]
