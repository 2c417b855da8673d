"""A3 · One step | Part A: sampling with a pretrained model | 13

Ask the network once. Its answer is blurry, and that is right: it is the mean of all that could be under the noise.
"""

from lib.ui import controls, guesses, inputs, lesson, panel, prompts

lesson.begin(
    __file__,
    idea="""
The network looks at a noisy picture and estimates the noise in it. Take that noise away, undo the fading of lesson A1,
and what remains is its estimate of the clean picture, $\\hat x_0$. One call is enough for that. The more noise, the
less it can know, and the less sharp its answer becomes.
""",
    equation=r"\begin{gathered} \hat x_0 = \frac{1}{\sqrt{\bar\alpha_t}} \left( x_t - \sqrt{1 - \bar\alpha_t}\; "
    r"\epsilon_\theta(x_t, t, p) \right) \\ \approx\; \mathbb E\,[\,x_0 \mid x_t, p\,] \end{gathered}",
    where=r"$\epsilon_\theta$ is the network's estimate of the noise under the prompt $p$; below stands the mean of "
    r"all clean "
    "pictures, each counted as often as it could be under this noise.",
)

prompt = prompts.prompt("a3", default="a high quality photo")
image = inputs.image("a3")
with lesson.knobs():
    seed = controls.seed("a3")

asked = {"image": image, "prompt": prompt, "seed": seed}
panel.show(panel.recipe("onestep", **asked, times=guesses.COURSE_LEVELS), key="a3", start=0.7)

lesson.section(
    "Three levels of the course", "At $t$ = 250, 500 and 750: above what the network sees, below its answer."
)
guesses.answers(panel.recipe("onestep", **asked), key="a3_course")

lesson.section(
    "What could be under the noise?",
    "For pictures nobody can list all that there could be. For a small world one can. Let a few thousand digits be "
    "all that exists: then the mean of everything plausible is a plain sum, without a network. Below, the same noisy "
    "digit goes to a network that was trained on other digits and never saw this list, and to the exact sum. The last "
    "three rows are digits of the list, drawn as often as they are plausible.",
)
with lesson.knobs():
    digit = controls.number("a3", "digit", "Digit", 0, 9, 5)
    luck = controls.number("a3", "which", "Another one, other noise", 0, 9, 1)
guesses.plausible(panel.recipe("plausible", digit=digit, seed=luck), key="a3_plausible")
lesson.misunderstanding(
    belief="The answer is blurry, so the model is bad.",
    truth="Look at the **exact mean**: no network, no training, no error, and it is just as blurry where the noise is "
    "strong. Below it you see why: very different digits could be there, and whoever is scored by the squared error "
    "must answer in the middle of them. A sharp answer would be a guess, and mostly a wrong one. As the noise falls, "
    "fewer and fewer digits remain, and the mean becomes one of them.",
)

lesson.code(
    "lib.runs.once:one_step",
    "lib.diffusion.exact:ExactPoints",
    "lib.runs.posterior:plausible",
    note="One call of the network at each level; and the perfect answer for a finite list of pictures.",
)
lesson.exercises(
    [
        (
            "Change the prompt to something else than the picture shows. At which levels does the answer follow it?",
            "Where there is much noise. There the picture says little and the prompt much. At low levels the picture "
            "has the last word.",
            lesson.tried("a3_prompt"),
        ),
        (
            "At the lowest levels the exact mean is a digit of the list, to the pixel; the network's answer is not "
            "quite. Which of the two generalises?",
            "The network. The exact sum can only ever answer with pictures of its list. Sampling with it would give "
            "them back, one by one, and nothing new.",
        ),
        (
            "The exact mean becomes sharp earlier (at more noise) than the network's answer. Why?",
            "Its world is small. A few thousand digits lie far apart, so a little evidence decides among them. The "
            "network has to reckon with all digits that could ever be written.",
        ),
    ]
)
lesson.end(__file__)
