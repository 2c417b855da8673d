"""A7 · Image to image | Part A: sampling with a pretrained model | 17

Put noise on a picture, and let the model take it off again: how much noise decides how much of it comes back.
"""

from lib.ui import controls, editing, inputs, lesson, models, prompts

lesson.begin(
    __file__,
    idea="""
A walk need not begin with pure noise. Take a **picture**, put noise on it as the forward process does, up to some
level, and walk back from there. What the noise has drowned, the model makes up, as the prompt says; what still stands
out of the noise, it has to respect. So the level is a dial between *your picture* and *the model's picture*. The method
is called SDEdit, and it needs no training: the same network, the same loop, another beginning.
""",
    equation=r"\begin{gathered} x_{t_i} = \sqrt{\bar\alpha_{t_i}}\; x_{\text{orig}} + \sqrt{1 - \bar\alpha_{t_i}}"
    r"\;\epsilon, \\ \text{then as always from } t_i \text{ down to } 0 \end{gathered}",
    where=r"$t_0 = 990,\; t_1 = 960,\; \dots$ are the levels of a path with stride 30; $i_\text{start}$ says at "
    "which of them the walk begins.",
)

image = inputs.image("a7")
model = models.pick("a7")
prompt = prompts.prompt("a7", model, default=editing.TOWARDS)
with lesson.knobs():
    guidance = controls.guidance("a7", default=7.0, what="prompt")
    seed = controls.seed("a7")

lesson.section(
    "The same noise, from six levels",
    "Under each picture the $i_\\text{start}$ at which its walk began. Read the row from the right: the picture that "
    "you chose, and then less and less of it.",
)
asked = editing.recipes(model=model, image=image, prompt=prompt, guidance=guidance, seed=seed)
found = editing.row(asked, key="a7_row")

lesson.section(
    "One slider, two scales",
    "Move it to the right and $i_\\text{start}$ grows. Look at what falls, and at what comes back.",
)
editing.scale(found, key="a7")
lesson.misunderstanding(
    belief="A larger i_start is a larger edit.",
    truth="It is the other way round. $i_\\text{start}$ counts the steps that are **left out**, from the noisy end: a "
    "larger one begins later, at a smaller $t$, with less noise. So less is made anew, and more of the picture is "
    "kept: the blue line rises where the orange one falls. At $i_\\text{start} = 0$ there is only noise, and what you"
    " see there has nothing to do with your picture: that is how near two pictures come by chance.",
)

lesson.section(
    "A drawn 3 becomes an 8",
    "The model of digits does the same. It is asked for another digit than the one that you draw, and finds the "
    "strokes that both share, as long as the noise lets it see them.",
)
digit = inputs.digit("a7_digit")
with lesson.knobs():
    drawn_by = editing.digit_model("a7")
    target = controls.number("a7", "target", "Becomes", 0, 9, 8)
editing.digits(digit, drawn_by, target, seed, key="a7_digits")

lesson.code(
    "lib.runs.edit_walks:edit",
    "lib.diffusion.levels:add_noise",
    "lib.diffusion.sampling:sample",
    note="The path without its first levels, the picture under noise as the beginning, and the loop of all lessons.",
)
lesson.exercises(
    [
        (
            "Ask for `a high quality photo` instead of a thing. What changes in the row, and what does not?",
            "At the left end all changes: there the model now draws anything that it likes. The farther to the right, "
            "the less: more is kept of the picture, and where nothing else is asked for, that is what comes back. Used "
            "like this, an edit pulls a crude drawing towards the pictures of the training.",
            lesson.tried("a7_prompt", "a high quality photo"),
        ),
        (
            "Draw something with five thick strokes, and look for the level that makes a picture of it.",
            "Somewhere between 5 and 10, most often. Noise hides fine things first: your wobbly edges drown early, the "
            "large areas of colour last. The level that you look for has drowned the one and not the other.",
            lesson.touched("a7_sketch_canvas"),
        ),
        (
            r"At $i_\text{start} = 20$ the noise is still a third of the variance. Set $\gamma = 1$: why does the edit "
            "look so much more like the original now?",
            r"The eye averages, and so does the model. Noise that is independent in each pixel hardly hides what is "
            r"coarse: over an area of 64 pixels it is eight times weaker. What $\bar\alpha = 0.66$ hides is fine. At "
            r"$\gamma = 7$ the prompt is seven times as loud at each of 14 steps, and outvotes what can still be seen.",
            guidance == 1,
        ),
    ]
)
lesson.end(__file__)
