"""What acts are proven with: papers, their delivery, and those who took part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from quanze.procedure.engine.choices import Way


@dataclass(frozen=True, slots=True)
class Delivery:
    """A paper reached its addressee: in which way, on which day, proven by which document (送达回证, 签收)."""

    way: Way
    on: date
    proof: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that goes out. ``document`` and the proofs are references into the store of documents.

    A picture of a seal is no seal: ``sealed`` refers to what proves that the paper that went out bears it.
    """

    document: str
    dated: date | None = None
    sealed: str | None = None
    delivered: Delivery | None = None

    def lacks(self) -> tuple[str, ...]:
        """What a certificate still lacks, in Chinese.

        行政许可法 art. 32: 出具加盖本行政机关专用印章和注明日期的书面凭证.
        """
        proofs = (
            ("书面凭证", self.document.strip()),
            ("注明日期", self.dated),
            ("加盖印章的证明", (self.sealed or "").strip()),
            ("送达的证明", self.delivered and self.delivered.proof.strip()),
        )
        return tuple(name for name, there in proofs if not there)


@dataclass(frozen=True, slots=True)
class Inspector:
    """Who inspected: the person and, where the bureau asks for it, the number of the credential that was shown."""

    person: str
    credential: str = ""


@dataclass(frozen=True, slots=True)
class Expert:
    """Who gave an expert opinion, and whether a conflict of interest was declared."""

    name: str
    conflict: bool = False
