"""Duties → procedures. The door is ``compile_list(document)`` and ``compile_matter(matter, agency=…)``.

A text is folded and cut (``wording``), its clauses read (``duties``, ``reading`` with ``conditions``, ``spotting``,
``qualities`` and ``parties``) into ``drafts``, which ``stages`` gather and ``matters`` makes into a procedure, with
what ``basis_duties``, ``facts``, ``materials`` and ``liability`` find and what ``findings`` say. What is looked for
stands in ``patterns``.
"""

from quanze.procedure.compiler.matters import compile_list, compile_matter, main_annex, passages

__all__ = ["compile_list", "compile_matter", "main_annex", "passages"]
