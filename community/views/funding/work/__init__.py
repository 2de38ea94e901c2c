"""Funding for those who work with it."""
