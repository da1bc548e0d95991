"""The verbs of availability, a file for each noun."""
