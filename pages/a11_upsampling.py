"""A11 · Upsampling | Part A: sampling with a pretrained model | 21

The second stage makes a small picture large. It does not sharpen it: it draws it again, and makes up what is missing.
"""

from lib.ui import controls, lesson, panel, prompts, upsampling

lesson.begin(
    __file__,
    idea="""
Stage 2 is a diffusion model like the first: it begins with noise, at the full size, and takes it away step by step.
But at every step it also sees the **small picture**, enlarged plainly. And it doesn't see it as it is: some noise is
put over it first, and the network is told how much. In training the small pictures are perfect, those of stage 1 are
not. Noise hides the difference, and leaves stage 2 the freedom to correct it.
""",
    equation=r"\begin{gathered} \tilde y = \sqrt{\bar\alpha_s}\;\mathrm{enlarge}(y) + \sqrt{1 - \bar\alpha_s}\;\epsilon"
    r" \\ \hat\epsilon = \epsilon_\theta(x_t,\; t,\; \tilde y,\; s,\; \text{prompt}) \end{gathered}",
    where=r"$y$ is the small picture, $s$ the level of the noise over it: 0 is next to none, 999 nearly nothing else.",
)

prompt = prompts.prompt("a11")
with lesson.knobs():
    level = controls.number("a11", "level", "Noise level $s$", 0, 999, 250)
    guidance = controls.guidance("a11", default=4.0, what="prompt")
    picture = controls.number("a11", "picture", "Which small picture", 0, 9, 0)
    seed = controls.seed("a11")

asked = {"noise_level": level, "guidance": guidance, "seed": seed}
small = panel.answer(panel.recipe("picture", prompt=prompt, count=1, seed=picture, frames=2), key="a11_small")
found = panel.show(upsampling.recipe_of(small, **asked), key="a11")

lesson.section(
    "Three ways to make it large",
    "The first two only spread out what is there. The third has seen many large pictures, and draws one that would "
    "look like this when made small.",
)
upsampling.beside(small, found)

lesson.section(
    "One small picture, four large ones",
    "Nothing differs but the noise that stage 2 begins with.",
)
upsampling.seeds(small, upsampling.recipe_of(found and small, **asked, count=4, frames=2), key="a11_seeds")
lesson.misunderstanding(
    belief="Upsampling sharpens the picture: it brings out what is there.",
    truth="Each small pixel is the mean of 16 large ones, and endlessly many large pictures have these means. Stage 2 "
    "picks one of them, and **invents** what the means don't say. Above are four answers to one question. A good "
    "stage 2 keeps the means and makes up the rest; ours was trained for half an hour and doesn't even keep the "
    "colours, as the dB below the pictures say. Never read a number plate off an enlargement.",
)

lesson.section(
    "How much it may change",
    "The same noise, the same small picture, under more and more noise. Below each: how closely it agrees with the "
    "small one.",
)
upsampling.levels(
    {s: upsampling.recipe_of(found and small, **{**asked, "noise_level": s}, frames=2) for s in (0, 250, 500, 900)},
    small,
    key="a11_levels",
)

lesson.code(
    "lib.models.upsampler:Upsampler.of",
    "lib.models.pixels:SmallPicture",
    "lib.runs.walks:_upsample",
    note="The small picture under its noise, how it is put beside $x_t$, and the walk: the loop is the one of all "
    "lessons.",
)
lesson.exercises(
    [
        (
            "Set the noise level to 0, then to 900. Which faults of the small picture stay, and which new ones come?",
            "At 0 stage 2 trusts every pixel, mistakes of stage 1 included. At 900 it hardly sees the picture and "
            "draws what the prompt says, with the small picture as a hint at most. In between it keeps what is coarse "
            "and corrects what is fine: noise hides fine things first.",
            lesson.tried("a11_level", 0, 900),
        ),
        (
            r"A small picture has $32 \times 32 \times 3$ numbers. How many of those of a large one are free?",
            r"$128 \times 128 \times 3 = 49{,}152$ numbers, and each of the $3{,}072$ small ones fixes one mean: "
            r"$46{,}080$ are free, 15 of 16. What stage 2 writes there comes from its training and from its noise.",
        ),
        (
            r"Set $\gamma = 0$: now stage 2 doesn't hear the prompt. Why does it still draw nearly the same thing?",
            "Because the small picture says what it is. The first stage needs the text most, the second needs it for "
            "what can't be seen at 32 pixels; so it wants less guidance.",
            guidance == 0,
        ),
    ]
)
lesson.end(__file__)
