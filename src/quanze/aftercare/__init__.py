"""后续管理: what is reported and recorded of those whom the higher authority has granted what they applied for."""
