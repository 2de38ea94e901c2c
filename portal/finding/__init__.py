"""The one search box: what is asked, how it was understood, and what of every room answers it."""
