"""The law behind the list: citations, instruments and their currency, quotations. No Django here."""
