"""Queries of catalog."""
