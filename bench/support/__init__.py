"""What the benchmarks share: a house of their own, its goods, a load generator, the form of the figures."""
