"""The index as arrays: texts, postings and what facets count, of one set of products."""
