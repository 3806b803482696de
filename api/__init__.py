"""The edge: JSON routes, pages and the command line."""
