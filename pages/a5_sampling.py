"""A5 · Sampling | Part A: sampling with a pretrained model | 15

Begin with nothing but noise, and walk all the way. Why is noise put back at every step?
"""

from lib.ui import controls, lesson, models, panel, prompts, sampled

lesson.begin(
    __file__,
    idea="""
The walk of the last lesson needs a noisy picture to begin with. At $t = 990$ next to nothing of a picture is left, so
take **pure noise** instead: the model takes it for a picture under noise, and finds one. Where there is no original,
nothing can be restored. Every picture here is new, and which one it becomes is decided by two draws: the noise $x_T$
at the beginning, and the noise $z$ that is put back on the way.
""",
    equation=r"\begin{gathered} x_T \sim \mathcal N(0, I) \\ x_{t'} = \sqrt{\bar\alpha_{t'}}\,\hat x_0 + "
    r"\sqrt{\sigma_{t'}^2 - \eta^2 \tilde\beta}\;\hat\epsilon + \eta\,\sigma_z\,z \qquad z \sim \mathcal N(0, I) "
    r"\end{gathered}",
    where=r"$\sigma_{t'}^2 = 1 - \bar\alpha_{t'}$ is the noise that the next level should hold. With $\eta = 1$ this "
    r"is DDPM: part of it is old ($\hat\epsilon$), part fresh ($z$). With $\eta = 0$ it is DDIM: all of it is old.",
)

model = models.pick("a5")
prompt = prompts.prompt("a5", model, default=sampled.QUALITY)
with lesson.knobs():
    count = controls.number("a5", "count", "Pictures n", 1, 10, 5)
    steps = controls.steps("a5", default=34, most=100, choices=(10, 20, 34, 50, 100))
    eta = controls.choice("a5", "eta", "Fresh noise η", (0.0, 0.25, 0.5, 0.75, 1.0), 1.0)
    seed = controls.seed("a5")

asked = {"model": model, "prompt": prompt, "count": count, "guidance": 1, "steps": steps, "seed": seed}
found = panel.show(panel.recipe("picture", **asked, eta=eta), key="a5", columns=count)

lesson.section(
    "One beginning, other noise on the way",
    "Each column begins with the same $x_T$. The first four rows differ in nothing but the stream of $z$. In the "
    "fifth, $z$ is set to 0 at every step and all else stays. The last is DDIM, which needs no $z$ by design.",
)
found_all = sampled.rows(sampled.streams_of(**asked), key="a5_rows", silent=found is None)
lesson.section(
    "Why it can't be left out",
    "At each level the network is told how much noise there is. This is how much it finds.",
)
sampled.noise(found_all, key="a5_noise")
lesson.misunderstanding(
    belief="Noise put back on the way is harmful: it undoes what was just achieved.",
    truth="Leave it out of DDPM, and $x_t$ soon holds far less noise than its level says: after two steps an eighth. "
    "The network trusts the level and takes what is left of the picture for noise, until the pictures are smooth and "
    "nothing is left in them but one colour. Put back, $z$ keeps $x_t$ at the noise that the network was trained on, "
    "and each stream leads to another picture from the same beginning. DDIM "
    "may do without, because it keeps *more of the old noise* instead. So the rule isn't “fresh noise”, it is: **every "
    "level gets the noise that it stands for**.",
)

lesson.code(
    "lib.diffusion.sampling:coefficients",
    "lib.diffusion.noise:generators",
    "lib.runs.run:_steps",
    note="How much old and how much fresh noise a step takes; and where both draws come from: one generator for each "
    "picture, and another for another stream of $z$.",
)
lesson.exercises(
    [
        (
            r"Move $\eta$ from 1 to 0, stop by stop. All five pictures change each time, though $x_T$ is the same. At "
            "which stops would another stream of $z$ change them too?",
            r"At all but $\eta = 0$: there the term with $z$ vanishes, and $x_T$ alone decides. The pictures are then "
            "a function of their beginning, which is why DDIM can also be walked backwards.",
            lesson.tried("a5_eta", 1.0, 0.0),
        ),
        (
            "“A high quality photo” names no thing. Is it the same as no prompt?",
            "No. It is a prompt that the model learned, for photos of anything. No prompt at all is the empty text, "
            "which the model saw where the caption was dropped: anything, drawn in any way. Lesson A6 needs both.",
        ),
        (
            "Many of these are hardly recognisable. Is the sampler to blame?",
            "Not first of all. Nothing tells the model what to draw, so at high noise it hedges between all it knows. "
            "Type a thing into the prompt, then go on to the next lesson, which turns the prompt up.",
        ),
    ]
)
lesson.end(__file__)
