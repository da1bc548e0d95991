"""The simulated live ERP "Alpin": an HTTP server with the manners of a real one, slow prices and outages included."""
