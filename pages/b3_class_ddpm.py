"""B3 · Class-conditional DDPM | Part B: train your own | 33

Tell the model which digit to draw, and how loudly: guidance, epochs, and what they cost.
"""

from lib.ui import controls, lesson, panel, strips, training_figures
from lib.ui.nearest import nearest

lesson.begin(
    __file__,
    idea="""
So far the model drew whatever it liked. Now it is **told the digit**: the label goes in beside the time, as a one-hot
vector. In training one label in ten is replaced by a vector of zeros, the *null condition*, so the same network also
learns to draw without being told. At sampling time both answers are asked for, and the difference between them is
turned up: this is **classifier-free guidance**.
""",
    equation=r"\begin{aligned} \hat\epsilon = \; & \epsilon_\theta(x_t, t, \varnothing) \\ "
    r"& + \gamma\,\bigl(\epsilon_\theta(x_t, t, c) - \epsilon_\theta(x_t, t, \varnothing)\bigr) \end{aligned}",
    where=r"$c$ is the digit, $\varnothing$ the null condition, $\gamma$ the guidance: 0 ignores $c$, 1 follows it, "
    r"more than 1 goes beyond.",
)

with lesson.knobs():
    model = controls.epoch("b3", "digits-class-ddpm")
    guidance = controls.guidance("b3", default=5.0)
    rows = controls.choice("b3", "rows", "Of each digit", (1, 2, 4, 8), 2)
    steps = controls.steps("b3", default=50, most=300, choices=(10, 25, 50, 100, 300))
    seed = controls.seed("b3")

run = panel.recipe("digits", model=model, per_label=rows, guidance=guidance, steps=steps, seed=seed, frames=26)
found = panel.show(run, key="b3", others=panel.epochs("b3", run))

lesson.section(
    "What all zeros mean",
    "Two rows out of the same noise. One was told nothing, the other was told “zero” at $\\gamma = 5$.",
)
null = panel.recipe("digits", model=model, per_label=1, guidance=0, steps=50, frames=2)
zeros = panel.recipe("digits", model=model, labels=(0,) * 10, per_label=1, steps=50, frames=2)
strips.finals({"all zeros": null, "class 0": zeros}, key="b3_null")
lesson.misunderstanding(
    belief="A label of zeros is class 0.",
    truth="Class 0 is the vector (1, 0, 0, …). All zeros is *no class at all*: the **null condition**. Told nothing, "
    "the model draws any digit it likes; told “zero”, it draws zeros. At $\\gamma = 0$ only the null condition is "
    "asked, and the columns of the grid stop meaning anything.",
)

lesson.section("Epoch by epoch", "One of each digit at $\\gamma = 5$, from the same noise after each epoch.")
strips.epochs("b3")

lesson.section(
    "What guidance buys, and what it costs",
    "A small classifier, the judge, reads what is drawn at each $\\gamma$. Its accuracy tells how many are what "
    "was asked for. Its features, compared with those of real digits, tell whether they are as varied as real ones: a "
    "model that draws ten perfect digits over and over is always read right, and far from the real thing.",
)
training_figures.guidance("b3", model)

lesson.section(
    "Are they looked up?",
    "One of each digit of the run at the top, and below it the nearest of all digits that the model was trained on.",
)
nearest(found)
lesson.misunderstanding(
    belief="The model looks up pictures that it was trained on.",
    truth="A copy would be at distance 0. A real digit that the model never saw has a nearest training digit too, and "
    "what the model draws lies about as far from its own: it is one more digit, by a hand that nobody has. Nor is "
    "there room for the set: the weights take 2 MB, the 60,000 pictures 10, packed. A model *can* learn a picture by "
    "heart, where it is large and the picture came often; this is how that is found out.",
)

lesson.section("The training", "The loss of B2, with the label as a second hint.")
training_figures.loss("b3", "digits-class-ddpm")

lesson.code(
    "lib.training.objectives:one_hot",
    "lib.diffusion.denoiser:guided",
    "lib.diffusion.sampling:sample",
    note="How a label is dropped; guidance, which is a wrapper around the model; and the loop, which doesn't know of "
    "it.",
)
lesson.exercises(
    [
        (
            r"Set $\gamma$ to 0, 1, 5 and 10 with one seed and eight of each digit. What changes, and what is lost?",
            r"At 0 the columns mean nothing; from 1 on they do. As $\gamma$ grows, the digits of a column become surer "
            "and more alike: the difference between the two answers is the direction “more like this class than like "
            "any digit”, and going further along it leaves the unusual ones behind.",
            lesson.tried("b3_guidance", 0.0, 1.0, 5.0, 10.0) & lesson.tried("b3_rows", 8),
        ),
        (
            r"How many times is the network asked for a run of 50 steps at $\gamma = 5$? And at $\gamma = 1$?",
            r"Twice a step, 100 times: with the label and without. At $\gamma = 1$ the two null answers cancel, so 50 "
            "are enough (at 0 as well). Here both questions go through the network as one batch.",
        ),
        (
            "Scrub to the first third of the run. In which frame can you first tell the digit in $\\hat x_0$, and in "
            "$x_t$?",
            "",
            lesson.touched("b3_player"),
        ),
    ]
)
lesson.end(__file__)
