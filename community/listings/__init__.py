"""Listings as they are typed, looked through, read by other programs, brought in by files and told about."""
