"""A0 · Models | Part A: sampling with a pretrained model | 10

Say what you want to see. What the model makes of it, what it can't do, and what a seed really fixes.
"""

from lib.ui import controls, lesson, models, panel, prompts, seeds, upsampling

lesson.begin(
    __file__,
    idea="""
A **text-to-image** model is a diffusion model that is told in words what to draw. Three networks take part. A *text
encoder* turns the prompt into numbers. *Stage 1* begins with noise and draws a small picture, and reads those numbers
at every step. *Stage 2* draws the small picture once more, four times as large. All lessons of this part use them as
they are and train nothing. So begin by asking: what do they know, and where does it end?
""",
    equation=r"\begin{gathered} x_T \sim \mathcal N(0, I) \;\text{ from the seed} \\ "
    r"x_t \;\xrightarrow{\;\epsilon_\theta(x_t,\, t,\, \text{prompt})\;}\; x_{t'} "
    r"\qquad T \ge t > t' \ge 0 \end{gathered}",
    where=r"$T = 1000$ levels of noise, of which a run visits as many as it has steps; $\epsilon_\theta$ is the "
    "network's estimate of the noise in $x_t$.",
)

model = models.pick("a0")
prompt = prompts.prompt("a0", model)
with lesson.knobs():
    steps = controls.steps("a0", default=34, most=100, choices=(10, 20, 34, 50, 100))
    guidance = controls.guidance("a0", default=5.0, what="prompt")
    seed = controls.seed("a0")

asked = {"model": model, "guidance": guidance, "seed": seed}
found = panel.show(panel.recipe("picture", **asked, prompt=prompt, steps=steps, frames=18), key="a0")
lesson.section("Who drew this", "What a model is made of decides what can be asked of it.")
models.card(model, found)

lesson.section("Stage 2", "The same pictures, drawn once more at four times the size.")
upsampling.enlarged(found, key="a0_large", seed=seed)

lesson.section("What the seed fixes", "Everything begins with this noise. It has a name, and so has yours.")
seeds.fingerprint(found, seed, model)
lesson.misunderstanding(
    belief="The same seed gives the same image anywhere.",
    truth="It gives the same **noise**, and that only where noise is drawn in the same way. This app draws it on the "
    "processor, one generator for each picture, so the fingerprint above is the same on every machine. The picture "
    "also depends on the weights, the prompt, the guidance and the steps. And it depends on arithmetic: a GPU adds up "
    "in another order, and what differs in the last digit can grow from step to step. Another program draws other "
    "noise from the same seed, so seeds can't be carried from one to the other.",
)

lesson.section(
    "Prompts and steps",
    "Three prompts of the course, each with three numbers of steps, all from the noise of one seed. Our miniature "
    "fails at the third: no number of steps makes a rocket of it. What training didn't teach, sampling can't mend.",
)
stage = controls.pick("a0", "stage", "Drawn by", ("stage 1", "stages 1 and 2"), "stage 1")
drawn = {
    (text, n): panel.recipe("picture", model=model, prompt=text, count=1, steps=n, seed=seed, frames=2)
    for text in prompts.COURSE
    for n in (10, 20, 50)
}
large = stage != "stage 1" and {name: upsampling.recipe_of(small, frames=2) for name, small in drawn.items()}
seeds.ladder(large or drawn, key="a0_ladder", silent=found is None)

lesson.code(
    "lib.diffusion.noise:generators",
    "lib.models.pixels:PixelModel.on",
    "lib.diffusion.sampling:sample",
    note="Where the noise comes from, how a prompt reaches the network, and the loop that every lesson uses.",
)
lesson.exercises(
    [
        (
            "Change only the steps. The fingerprint stays and the pictures change. Why?",
            "$x_T$ is the same. But the run visits other levels, and fresh noise is put back at each of them, so it "
            "leaves the common path after the first step. More steps don't mean the same picture, only finer.",
            lesson.tried("a0_steps"),
        ),
        (
            "Ask for a thing that the model has never seen. What does the box say, and what does the model hear?",
            "The box names the word and leaves it out. A model can only be asked in the words of its training: any "
            "other word would be one and the same *unknown* token to it. A large model knows nearly every word, and "
            "has the same limit with things: what no caption told it, it can't draw.",
            lesson.unheard("a0_prompt", model),
        ),
        (
            r"Set $\gamma = 0$. Then set it back and ask for `a high quality photo`. Neither names a thing. Is it the "
            "same?",
            r"No. At $\gamma = 0$ the network gets the empty prompt, which it saw in training where the caption was "
            "dropped: it draws anything, in any way. “A high quality photo” is a prompt like any other: anything, but "
            "as a photo.",
            lesson.tried("a0_guidance", 0.0) & lesson.tried("a0_prompt", "a high quality photo"),
        ),
    ]
)
lesson.end(__file__)
