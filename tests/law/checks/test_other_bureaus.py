"""Lists of other bureaus, which are in order: beside a law library, too, there must be nothing to say about them but
that the library does not hold what they cite."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from quanze.law.checks import check
from quanze.law.folder import Read, read_folder
from quanze.law.library import Library
from quanze.lists.model import ListDocument
from tests.law.laws import LAWS, ON, needs_laws
from tests.lists.checks.test_other_bureaus import civil_affairs_bureau, market_bureau, water_bureau

BUREAUS = pytest.mark.parametrize("bureau", [water_bureau, market_bureau, civil_affairs_bureau])


@BUREAUS
def test_nothing_to_say_without_a_library(bureau: Callable[[], ListDocument]) -> None:
    assert check(bureau(), Library(), ON) == ()


@BUREAUS
@needs_laws
def test_nothing_to_say_beside_real_laws(bureau: Callable[[], ListDocument]) -> None:
    library = Library(found.instrument for found in read_folder(LAWS) if isinstance(found, Read))
    assert {finding.rule for finding in check(bureau(), library, ON)} <= {"L512"}
