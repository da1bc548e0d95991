"""Intake: what comes into the house from outside, checked, booked and, where it is bad, set aside for a person."""
