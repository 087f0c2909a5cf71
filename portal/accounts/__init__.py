"""Accounts of the staff: their sessions and their second factor."""
