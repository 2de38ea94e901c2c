"""Pages of programmes for those who work with them."""
