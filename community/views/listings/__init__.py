"""Pages of listings: what everybody reads, and the desk of those who keep them."""
