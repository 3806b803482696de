"""What the community remembers and decides: rows, rules and use cases."""
