"""The verbs of availability, a file each."""
