"""Measurements of our own claims, each against the plain way in the same process. See docs for the figures."""
