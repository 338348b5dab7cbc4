"""Who did what, when and from where: append-only, hash-chained per agency. The door is ``services.record``."""
