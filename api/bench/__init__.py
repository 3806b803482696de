"""Measuring the service as its callers meet it: real processes, real connections."""
