"""B2 · Time-conditional DDPM | Part B: train your own | 32

Tell the network how noisy the picture is, and digits can be drawn from noise, a small step at a time.
"""

from lib.ui import controls, lesson, panel, strips, training_figures

lesson.begin(
    __file__,
    idea="""
One call can't make a digit out of noise. Many small ones can. The picture is noised in $T = 300$ steps, each of which
shrinks it a little and adds a little noise; the network is told the step $t$ and learns to say **which noise** is in
the picture. Sampling walks the steps backwards: ask, take a part of that noise away, put a little fresh noise in.
""",
    equation=r"\begin{gathered} x_t = \sqrt{\bar\alpha_t}\,x_0 + \sqrt{1 - \bar\alpha_t}\,\epsilon \\ "
    r"\bar\alpha_t = \textstyle\prod_{s=1}^{t} (1 - \beta_s) \\ "
    r"L = \mathbb{E}\,\bigl\lVert \epsilon_\theta(x_t, t) - \epsilon \bigr\rVert^2 \end{gathered}",
    where=r"$\beta_s$ rises in equal steps from 0.0001 to 0.02. In training $t$ is drawn anew for each picture, and "
    r"the network is told $t / T$.",
)

with lesson.knobs():
    model = controls.epoch("b2", "digits-time-ddpm")
    steps = controls.steps("b2", default=50, most=300, choices=(10, 25, 50, 100, 300))
    seed = controls.seed("b2")

run = panel.recipe("digits", model=model, labels=(), per_label=20, steps=steps, seed=seed, frames=18)
found = panel.show(run, key="b2", columns=10, others=panel.epochs("b2", run))

lesson.section(
    "How the noise comes in",
    "Noising does two things at once: the picture's share shrinks while the noise grows. The squares of the two add up "
    "to 1 at every step, so what started with variance 1 would keep it.",
)
training_figures.schedule("b2")
strips.ghost(found)
lesson.misunderstanding(
    belief="After the last step there is nothing left but noise.",
    truth=r"At $T = 300$ with these $\beta$, $\bar\alpha_T = 0.048$: still $\sqrt{0.048} \approx 22\,\%$ of the "
    "amplitude. No eye finds the digit in one such picture, but in the mean of 400 there it is, and noise alone shows "
    "none. Sampling starts from noise alone all the same: that is close to what the network saw in training, not equal "
    "to it. With $T = 1000$ and the same β less than 1 % would be left.",
)

lesson.section(
    "Epoch by epoch",
    "What the same noise becomes after each epoch. Above is the last of them, or the one that you chose.",
)
strips.epochs("b2")

lesson.section(
    "The training",
    "The steep fall comes at the very beginning; on a logarithmic scale you see that it goes on. The loss is a mean "
    "over all $t$ and says little about pictures: compare it with the rows above, which go on getting better.",
)
training_figures.loss("b2", "digits-time-ddpm")
lesson.section(
    "Which steps are hard?",
    "Finding the noise is easy where there is almost nothing else, at large $t$. At small $t$ there is so little of it "
    "that it drowns in the strokes.",
)
training_figures.loss_by_t("b2", model)

lesson.code(
    "lib.diffusion.levels:linear_alphas_cumprod",
    "lib.training.objectives:_ddpm",
    "lib.diffusion.sampling:coefficients",
    "lib.diffusion.sampling:sample",
    note="The schedule, the loss, the weights of one step, and the loop that walks back.",
)
lesson.exercises(
    [
        (
            "Scrub through the run and compare $x_t$ with $\\hat x_0$. Why is the first $\\hat x_0$ a blur?",
            "At the start the picture says next to nothing, and the best guess for the least squared error is a mean "
            "over all that is still possible. As $t$ falls less and less is possible, and the blur makes up its mind.",
            lesson.touched("b2_player"),
        ),
        (
            "Take 10 or 25 steps. Which levels does the sampler visit then?",
            "As many as you ask for, evenly spread from $t = 300$ to $t = 1$; it jumps from one to the next with the "
            "same formula, in which $\\alpha$ and $\\beta$ are those of the whole jump. Watch $t$ below the player.",
            steps <= 25,
        ),
        (
            r"Compute the share of the picture at $t = 150$. Half the steps: is half of it gone?",
            r"$\sqrt{\bar\alpha_{150}} = 0.68$, under noise of amplitude 0.73. The first half takes a third; since "
            r"$\beta$ grows, the second half takes more: from 0.68 down to 0.22.",
        ),
    ]
)
lesson.end(__file__)
