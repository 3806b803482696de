"""What every call meets before and around a use case."""
