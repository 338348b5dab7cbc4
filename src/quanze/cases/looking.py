"""What somebody looked at before handing in an application, so that nothing else is handed in. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields

from quanze.cases.models import Attachment, Draft
from quanze.digests import canonical, digest
from quanze.people.models import Party
from quanze.people.unacceptable import Unacceptable

SHORT = 20
"""Characters of a digest: they tell two states of one draft apart."""

CHANGED = {
    "draft": "填写的内容改过",
    "files": "材料有增减或者更换",
    "applicant": "申请人的登记信息改过",
    "kit": "办理机关改了这个事项的表单或者材料要求",
}
"""Part of what was seen → what is said where it has become another."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A draft with all that goes with it, as it was at a moment: a short word for each of its parts, which a page
    carries as ``str()``."""

    draft: str
    files: str
    applicant: str
    kit: str

    @classmethod
    def of(cls, draft: Draft, attachments: Iterable[Attachment], kit: str) -> Seen:
        """As it is now; ``kit`` is the digest of the kit that the form follows. The draft brings its party."""
        files = sorted([each.item, each.deposit_id] for each in attachments)
        return cls(str(draft.version), _short(files), _short(snapshot(draft.party)), kit[:SHORT])

    @classmethod
    def told(cls, text: str) -> Seen:
        """What a page carried; something that nobody can have seen where it carried none."""
        parts = text.split("-")
        return cls(*parts) if len(parts) == len(fields(cls)) else cls("", "", "", "")

    def __str__(self) -> str:
        return "-".join(astuple(self))

    def unlike(self, other: Seen) -> tuple[str, ...]:
        """What has become another, in words."""
        return tuple(words for part, words in CHANGED.items() if getattr(self, part) != getattr(other, part))


class Unseen(Unacceptable):
    """What would be handed in is not what somebody looked at. ``changed`` says in what."""

    def __init__(self, changed: tuple[str, ...]) -> None:
        self.changed = changed
        super().__init__(f"没有提交：您核对以后，{'，'.join(changed)}。请再核对一遍，然后提交。")


def snapshot(party: Party) -> dict[str, str]:
    """The applicant as it is now."""
    return {
        name: getattr(party, name)
        for name in ("kind", "name", "credit_code", "code_doubt", "code_reason", "address", "phone")
    }


def _short(value: object) -> str:
    return digest("quanze seen 1", canonical(value))[:SHORT]
