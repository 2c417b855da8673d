"""B3 · Class-conditional DDPM | Part B: train your own | 23

Tell the model which digit to draw, and how loudly: guidance, epochs, and what they cost.
"""

from lib.ui import controls, lesson, panel

lesson.begin(
    __file__,
    idea="""
So far the model drew whatever it liked. Now it is **told the digit**: the label goes in beside the time, as a one-hot
vector. In training one label in ten is replaced by a vector of zeros, the *null condition*, so the same network also
learns to draw without being told. At sampling time both answers are asked for, and the difference between them is
turned up: this is **classifier-free guidance**.
""",
    equation=r"\hat\epsilon = \epsilon_\theta(x_t, t, \varnothing) + "
    r"\gamma\,\bigl(\epsilon_\theta(x_t, t, c) - \epsilon_\theta(x_t, t, \varnothing)\bigr)",
    where=r"$c$ is the digit, $\varnothing$ the null condition, $\gamma$ the guidance: 0 ignores $c$, 1 follows it, "
    r"more than 1 goes beyond.",
)

with lesson.knobs():
    model = controls.epoch("b3", "digits-class-ddpm")
    guidance = controls.guidance("b3", default=5.0)
    steps = controls.steps("b3", default=300, most=300, choices=(10, 30, 100, 300))
    seed = controls.seed("b3")

run = panel.recipe("digits", model=model, labels=tuple(range(10)), per_label=4, guidance=guidance, steps=steps, seed=seed)
panel.show(run, key="b3")

lesson.misunderstanding(
    belief="A label of zeros is class 0.",
    truth="Class 0 is the vector (1, 0, 0, …). All zeros is *no class at all*: the **null condition**. Pull the guidance "
    "down to 0 and only the null condition is asked: every column then draws any digit it likes, not ten columns of zeros.",
)
lesson.code(
    "lib.diffusion.denoiser:guided",
    "lib.diffusion.sampling:sample",
    note="Guidance is a wrapper around the model; the loop below doesn't know about it.",
)
lesson.exercises(
    [
        (
            r"Set $\gamma$ to 0, 1, 5 and 10 with one seed. When do the digits become right, and what do they lose?",
            "From 1 on nearly all are right. Beyond 5 the strokes of a column become alike: guidance buys certainty "
            "with diversity.",
        ),
        (
            "Compare epoch 1 with the last one at the same seed. What was learned first?",
            "Black paper and strokes of the right thickness come first, the whole shape of a digit last.",
        ),
        "Scrub to the first third of the run. In which frame can you first tell the digit in $\\hat x_0$, and when in $x_t$?",
    ]
)
lesson.translator()
lesson.end(__file__)
