"""What pages of the console show."""
