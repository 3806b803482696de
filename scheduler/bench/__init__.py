"""What a measurement of the service stands on: a place of its own, a town, and the bare database to compare with."""
