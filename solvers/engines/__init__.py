"""How a formulation is solved. The only modules that import OR-Tools."""
