"""The pages of practice for those who work with it."""
