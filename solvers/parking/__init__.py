"""Tidal parking 潮汐式停车: spaces that are empty by day or by night, shared across time windows."""
