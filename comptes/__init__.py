"""Accounts: who may enter, in which role, and what each may do."""
