"""The connector to the live ERP of the demonstration: JSON over HTTP, read by pages, followed by a log of changes."""
