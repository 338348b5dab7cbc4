"""The officer's side of a case: what each act asks for, its form, and the case as its pages show it."""
