"""Settings for all tests: property tests draw the same examples every time and never look at the clock."""

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None, print_blob=False)
settings.load_profile("repeatable")
