"""Who may do what with letters. Their subjects (cases and the like) belong to apps above this one, which say for their
own who may: what nobody speaks for is refused."""

from __future__ import annotations

from collections.abc import Callable

from quanze.files.models import Deposit
from quanze.files.permissions import bound_as
from quanze.letters.models import Letter
from quanze.people.models import Agency, Person
from quanze.people.permissions import Verdict, holds, may, rule
from quanze.people.roles import RoleKind

Hook = Callable[[Person | None, str, Letter], Verdict]
"""``(person, verb, letter)``: whether that person may do ``letter.view``, ``seal``, ``deliver`` or ``void`` with it."""

_HOOKS: dict[str, Hook] = {}


def of_subjects(prefix: str) -> Callable[[Hook], Hook]:
    """Let the decorated function answer for letters whose subject begins with ``prefix:``. An app does so in a module
    that its ``ready()`` imports."""

    def add(hook: Hook) -> Hook:
        if prefix in _HOOKS:
            raise ValueError(f"two answer for letters of {prefix}")
        _HOOKS[prefix] = hook
        return hook

    return add


@rule("letter.template")
def _template(person: Person | None, agency: Agency) -> Verdict:
    """Wording and numbers are the list keeper's."""
    return holds(person, RoleKind.LIST_KEEPER, agency)


def _asked(verb: str) -> None:
    @rule(verb)
    def ask(person: Person | None, letter: Letter) -> Verdict:
        hook = _HOOKS.get(letter.subject.partition(":")[0])
        if hook is None:
            return Verdict(False, "没有规则允许您查看或者办理这份文书。")
        return hook(person, verb, letter)


for _verb in ("letter.view", "letter.seal", "letter.deliver", "letter.void"):
    _asked(_verb)


@bound_as("letter")
def _proof(person: Person | None, deposit: Deposit) -> Verdict:
    """What proves a letter's seal or delivery is seen by whoever may see the letter."""
    letter = Letter.objects.filter(pk=deposit.bound_to.partition(":")[2]).first()
    if letter is None:
        return Verdict(False, "没有这份文书。")
    return may(person, "letter.view", letter)
