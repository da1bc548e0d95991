"""Queries of availability."""
