"""The command line `commontide`: the only part of the edge that calls the planning core directly."""

from api.cli.app import main

__all__ = ["main"]
