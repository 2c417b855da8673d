"""A9 · Visual anagrams | Part A: sampling with a pretrained model | 19

One picture that shows two things: one as it is, another when you turn it. And why only some ways to turn it can work.
"""

from lib.ui import anagrams, controls, digit_anagrams, lesson, models, pairs, panel

lesson.begin(
    __file__,
    idea="""
Ask the model for the noise twice at every step. Once it looks at the noisy picture and is told the first prompt. Once
it looks at the *turned* picture and is told the second; its answer is turned back. The step is made with the **mean of
both answers**, so what is left when all noise is gone has to please both readers. How the picture is turned is called
a *view*: a flip, a rotation, any rearrangement of its pixels.
""",
    equation=r"\begin{aligned} \hat\epsilon = \tfrac12 \Bigl( & \epsilon_\theta(x_t,\, t,\, p_1) \\ "
    r"& + v^{-1}\bigl(\epsilon_\theta(v(x_t),\, t,\, p_2)\bigr) \Bigr) \end{aligned}",
    where=r"$v$ is the view and $v^{-1}$ the way back, $p_1$ and $p_2$ are the prompts. Each of the two estimates is "
    r"guided by $\gamma$ as in A6, so a step asks the network four times, in one batch.",
)

model = models.pick("a9")
boxes = {"upright": ("As it is", anagrams.UPRIGHT), "turned": ("Through the view", anagrams.TURNED)}
upright, turned = pairs.prompted("a9", model, boxes)
asked, view, found = anagrams.desk("a9", model=model, upright=upright, turned=turned)
lesson.section("Turn it", "Click the picture. It goes the way that its view goes, pixel by pixel.")
large = controls.toggle("a9", "large", "Drawn large by stage 2", help="It is told the first prompt.")
anagrams.turning(found, "a9_turn", large)

lesson.section(
    "What is averaged",
    "Upper row: each prompt was drawn by itself, from the same noise; then the second picture was turned back, and the "
    "mean of both taken. Lower row: the mean of two noise *estimates* at every step, the anagram from above.",
)
anagrams.averages(found, key="a9_mean")
lesson.misunderstanding(
    belief="An anagram is the average of two pictures, and any transform will do.",
    truth="The average of two finished pictures is a **double exposure**: both are there, each at half its strength. "
    "Averaging noise *estimates* is another thing. The two readers look at one and the same picture in the making, and "
    "each sees what the other has asked for so far. A line that serves both gets the support of both; one that serves "
    "only one is weakened at every step. And not any transform will do: see below.",
)

lesson.section(
    "Views that work, and views that must fail",
    "The same prompts and the same noise through four views. All four are linear and can be undone. But the network "
    r"was trained on noise that is **independent from pixel to pixel, with variance $\sigma_t^2$**, and it is told "
    r"$\sigma_t$. A view has to show it just such noise: it must turn $\mathcal N(0, I)$ into $\mathcal N(0, I)$. "
    "Whoever only moves pixels or changes their sign does. Twice the brightness is four times the variance: at every "
    "step there is more noise than the network was told. A blur makes neighbours alike, and smooth noise looks like a "
    "picture.",
)
anagrams.views(
    {name: panel.recipe("anagram", **asked, view=name, frames=2) for name in anagrams.FEW},
    key="a9_views",
)

lesson.section(
    "Digits, and a judge",
    "Whether an anagram is good is a matter of taste. Not so with digits: a 6 is a 9 upside down, and a classifier can "
    "read both ways. Click the sheet. The digits are drawn by the models of Part B, told a digit in the place of a "
    r"prompt. Of 50 seeds, at $\gamma = 3$ and 20 steps, the judge reads 6 and then 9 in all 50, "
    "whether the flow drew or the DDPM (`python -m lib eval digits-flow@20 --anagram 69`).",
)
with lesson.knobs():
    artist = controls.pick("a9", "digits", "Drawn by", tuple(digit_anagrams.DIGITS), "flow")
    pair = controls.pick("a9", "pair", "Digits", tuple(digit_anagrams.PAIRS), "6 and 9")
    strength = controls.guidance("a9_digits", default=3.0)
twice = panel.recipe("anagram", **digit_anagrams.asked(artist, pair), guidance=strength, seed=asked["seed"], frames=2)
digit_anagrams.judged(panel.answer(twice, key="a9_judged"), key="a9_sheet")

lesson.code(
    "lib.runs.edit_walks:anagram",
    "lib.diffusion.denoiser:viewed",
    "lib.diffusion.denoiser:averaged",
    "lib.runs.views:noise_through",
    note="The view goes around a Denoiser, and the mean over two of them: to the loop it is a Denoiser like any other.",
)
lesson.exercises(
    [
        (
            "Write the same prompt into both boxes and choose *flip*. Why isn't what you get just a picture?",
            "A picture that looks alike both ways: the second reader asks for the same thing upside down. Each half "
            "has to serve as the other half's reflection, as on a playing card.",
            upright == turned and view == "flip",
        ),
        (
            "The negative isn't a rearrangement of pixels. Why does it work all the same?",
            r"$-\epsilon$ has the law of $\epsilon$: the normal distribution is symmetric about 0. What counts is that "
            r"the view is an **orthogonal** map, $v^\top v = 1$: then $v(\epsilon)$ has the covariance "
            r"$v\,I\,v^\top = I$. Permutations and sign changes are such maps.",
            view == "negate",
        ),
        (
            "Which of 2 and 5, 0, 1 and 8 are easy to turn by 180°? Guess, then look.",
            "0, 1 and 8 look nearly the same upside down, so both readers want the same strokes. A neat 2 turned by "
            "180° is still a 2, so 2 and 5 is a quarrel over one curve. Yet the flow found shapes between both in 33 "
            "of 50 tries (`python -m lib eval digits-flow@20 --anagram 25`): the reader of the 2 got its digit in "
            "48 of them, the turned one in 35.",
            lesson.tried("a9_pair"),
        ),
        (
            r"Set $\gamma$ to 1, then to 12. Which price is paid at either end?",
            "At 1 the readers hardly insist, and one of them is often ignored. At 12 both insist so strongly that "
            "colours saturate and each adds its thing beside the other's, instead of sharing strokes.",
            lesson.tried("a9_guidance", 1.0, 12.0),
        ),
    ]
)
lesson.end(__file__)
