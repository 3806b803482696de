"""Public benchmark instances: readers, official objectives and independent checkers."""
