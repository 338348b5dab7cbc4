"""限制申报登记: decisions by which an authority bars somebody from applying. See docs/rounds.md."""
