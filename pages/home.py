"""Home | | 0

What this is, and the map of the lessons.
"""

from lib.ui import home

home.hero(
    title="Diffusion, Step by Step",
    promise="Start from pure noise. Ask a network, again and again, what the clean picture might be. Take a small step "
    "towards its answer. That is all; everything on these pages is a closer look at that sentence.",
)
home.ways(
    [
        (
            "Move a control",
            "and see what the model does. Every picture is computed by models that we trained ourselves.",
        ),
        ("Scrub the run", "frame by frame: the noisy picture beside what the model believes at that moment."),
        ("Take it home", "as GIF, MP4 or contact sheet. The recipe is inside the file, and in the address bar."),
    ]
)
home.lessons()
