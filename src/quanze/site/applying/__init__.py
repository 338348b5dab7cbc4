"""The applicant's side: what applications and cases look like to those who act for an applicant."""
