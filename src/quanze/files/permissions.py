"""Who may hand in files, and who may see those that were handed in."""

from __future__ import annotations

from collections.abc import Callable

from quanze.files.models import Deposit
from quanze.people.models import Person
from quanze.people.permissions import Verdict, rule

Resolver = Callable[[Person | None, Deposit], Verdict]

_RESOLVERS: dict[str, Resolver] = {}


def bound_as(prefix: str) -> Callable[[Resolver], Resolver]:
    """Make the decorated function answer who may see what is bound to ``prefix:…``. Whoever binds files under a prefix
    says so in its own ``permissions.py``: once bound, a file is seen by whom its place allows, and by nobody else."""

    def add(function: Resolver) -> Resolver:
        if prefix in _RESOLVERS:
            raise ValueError(f"two resolvers for {prefix}")
        _RESOLVERS[prefix] = function
        return function

    return add


@rule("file.hand_in")
def _hand_in(person: Person | None, thing: object) -> Verdict:
    if person is None:
        return Verdict(False, "请先登录，再上传文件。")
    return Verdict(True, "登录的人都可以上传文件。")


@rule("file.view")
def _view(person: Person | None, deposit: Deposit) -> Verdict:
    prefix, colon, _ = deposit.bound_to.partition(":")
    if colon and prefix in _RESOLVERS:
        return _RESOLVERS[prefix](person, deposit)
    return _own(person, deposit)


@rule("file.remove")
def _remove(person: Person | None, deposit: Deposit) -> Verdict:
    if deposit.bound_to:
        return Verdict(False, "文件已经用上，不能单独删除。")
    return _own(person, deposit)


def _own(person: Person | None, deposit: Deposit) -> Verdict:
    if person is None:
        return Verdict(False, "请先登录。")
    if person.pk == deposit.person_id:
        return Verdict(True, "这是您上传的文件。")
    return Verdict(False, "只有上传的人可以查看这个文件。")
