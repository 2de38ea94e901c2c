"""How words are found: one analysis of Portuguese, the index behind Wagtail's search API, its life beside the database.

Below every other room: it knows models only by what they give to be searched (`search_fields`).
"""
