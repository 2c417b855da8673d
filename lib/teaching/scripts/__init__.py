"""Room: teaching. A run as a Python file that stands alone: torch, diffusers and the weights, nothing of this project.

recipe -> parts of text, each with the imports that it needs -> one file, to be read from top to bottom
"""

from lib.teaching.scripts.whole import script

__all__ = ["script"]
