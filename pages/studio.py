"""Export studio | For the class and the desk | 43

Any run, or several side by side, as a film, a web picture, a sheet for print, frames or numbers.
"""

from lib.ui import lesson
from lib.ui.studio import look, making, preview, runs

lesson.begin(
    __file__,
    idea="""
Take runs home: for slides, for a web page, for print, or to compute with. Whatever you make here carries its recipes
inside, so that the file itself can say how it was made, and this app can make it again.
""",
)

recipes = runs.choose()
found = runs.answers(recipes)
if found:
    chosen = look.look(recipes)
    if chosen is not None and preview.preview(found, chosen):
        making.making(found, chosen)

lesson.section(
    "Which file for what?",
    """
| for | take | because |
|---|---|---|
| slides | MP4 | small, smooth, plays in PowerPoint, Keynote and Impress; set it to repeat there |
| a chat, a README | GIF | plays everywhere by itself; 256 colours a frame: noise looks coarse, and the file is large |
| a web page | WebP | all colours, small, on a transparent ground if you like |
| exactness | APNG | every pixel as it was computed, and it still plays in a browser |
| print | contact sheet | a few moments side by side; take a paper ground |
| cutting a film | frames | numbered PNGs, with the recipe beside them |
| computing | numbers, arrays | a row for each level for a spreadsheet; all pictures for numpy |

The same on a command line, also for a whole folder of recipes at once: `python -m lib render --help`.
""",
)
