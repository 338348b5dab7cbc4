"""文书: what goes out. Kinds, templates, numbers without gaps, letters as issued, their files, seals and delivery."""
