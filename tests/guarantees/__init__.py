"""The guarantees of docs/guarantees.md: a test for each, and a control that shows the fault once the guard is gone."""
