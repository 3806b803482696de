"""A plan as people look at it: a page for the notice board, a picture for the README, blocks for the terminal.

Everything here is given its numbers (`shapes`): nothing is computed from a problem or a plan.
"""

from api.report.heatmap import svg_picture
from api.report.page import render
from api.report.terminal import terminal_picture

__all__ = ["render", "svg_picture", "terminal_picture"]
