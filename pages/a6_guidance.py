"""A6 · Guidance | Part A: sampling with a pretrained model | 16

Ask twice, with the prompt and without it, and go further in the direction of the difference.
"""

from lib.ui import controls, guidance, inputs, lesson, models, panel, prompts

lesson.begin(
    __file__,
    idea="""
A prompt alone is a weak hint: many of the pictures that it leads to hardly show what it asks for. **Classifier-free
guidance** asks the model twice at each step, once with the prompt and once with the empty text, which it also saw in
training. What differs between the two answers is what the prompt says. Take that difference $\\gamma$ times.
""",
    equation=r"\hat\epsilon = \epsilon_u + \gamma\,(\epsilon_c - \epsilon_u)",
    where=r"$\epsilon_c$ is the estimate with the prompt, $\epsilon_u$ the one with the null prompt, the empty text.",
)

model = models.pick("a6")
prompt = prompts.prompt("a6", model)
with lesson.knobs():
    scale = controls.guidance("a6", default=7.0, most=15.0, what="prompt")
    seed = controls.seed("a6")

asked = {"model": model, "prompt": prompt, "seed": seed}
found = panel.show(panel.recipe("picture", **asked, count=5, guidance=scale, frames=18), key="a6", columns=5)
lesson.section("Against none, and against the plain prompt", "Each column begins with the same noise.")
guidance.rows(found, guidance.over("picture", (0, 1), **asked, count=5, frames=2), key="a6_rows")

lesson.section(
    "The arrow",
    "One noisy picture, asked with the prompt above at six scales. Below each answer stands how far along the arrow "
    r"from $\epsilon_u$ to $\epsilon_c$ its noise estimate lies.",
)
image = inputs.image("a6", "cat", "Picture under the noise")
t = guidance.arrow("a6", asked | {"image": image}, silent=found is None)
lesson.misunderstanding(
    belief="γ = 1 is guidance switched off. It mixes two answers, like a volume between 0 and 1.",
    truth="At γ = 0 the model **doesn't hear the prompt at all**: $\\epsilon_u$, unconditional. At γ = 1 it hears it "
    "plainly: $\\epsilon_c$, and the empty text cancels out. Only between 0 and 1 is it a mixture. Everything above 1 "
    "**extrapolates**: it lies beyond both answers, where the network never said anything. That is what makes the "
    "prompt louder than any picture of the training, and what makes colours run out of their range.",
)

lesson.section(
    "What it buys, and what it costs",
    "The same beginnings at six scales. Look down a column for the prompt, and along a row for variety.",
)
count = controls.choice("a6", "count", "Pictures that are measured", (4, 8, 16, 32), 8)
grid = guidance.grid(guidance.over("picture", **asked, count=count, frames=2), key="a6_grid", silent=found is None)
guidance.trade_off(grid, key="a6_trade")

lesson.code(
    "lib.diffusion.denoiser:guided",
    "lib.diffusion.denoiser:thresholded",
    "lib.models.pixels:PixelModel.guided",
    note="The whole of guidance; the limits that keep a strong one within the range of pictures; and where the null "
    "prompt comes in.",
)
lesson.exercises(
    [
        (
            r"A paper writes $\epsilon_c + w\,(\epsilon_c - \epsilon_u)$ and uses $w = 6$. Which $\gamma$ is that?",
            r"$\gamma = w + 1 = 7$: $\epsilon_c + w(\epsilon_c - \epsilon_u) = \epsilon_u + (1 + w)(\epsilon_c - "
            r"\epsilon_u)$. There $w = 0$ is the plain prompt; here $\gamma = 1$ is.",
        ),
        (
            "What does guidance cost in calls of the network?",
            "Two for each step instead of one, here in one batch. At γ = 1 and at γ = 0 one of the two is multiplied "
            "by 0, and isn't asked.",
        ),
        (
            "Move $t$ to 990. The arrow's size, below the figure, is tiny there. Does the prompt say next to nothing?",
            r"No. $\epsilon_c - \epsilon_u = -\sqrt{\bar\alpha_t/(1 - \bar\alpha_t)}\,(\hat x_{0,c} - \hat x_{0,u})$, "
            "and at $t = 990$ the factor is about 0.014. With the dog and the cat the two $\\hat x_0$ are 0.21 apart "
            "there, more than at any other stop of the slider, and the two estimates 0.003. A large difference between "
            "two pictures is a small one between two noise estimates, when nearly all of $x_t$ is noise.",
            t == 990,
        ),
    ]
)
lesson.end(__file__)
