"""Funding as everybody reads it."""
