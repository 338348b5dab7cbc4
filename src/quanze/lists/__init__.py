"""The list (权责清单) as a document: reading, comparing, checking and writing it. No Django here."""
