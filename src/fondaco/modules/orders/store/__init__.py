"""Queries of orders; every query on buyer data takes the actor's scope."""
