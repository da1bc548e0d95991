"""Decisions of search: how texts are read, which values a facet counts, in which order a listing stands."""
