"""A11 · Upsampling | Part A: sampling with a pretrained model | 21

The second stage makes a small picture large. It does not sharpen it: it draws it again, and makes up what is missing.
"""

from lib.ui import controls, inputs, lesson, panel, prompts, upsampling

lesson.begin(
    __file__,
    idea="""
Stage 2 is a diffusion model like the first: it begins with noise, at the full size, and takes it away step by step.
But at every step it also sees the **small picture**, enlarged plainly. And it doesn't see it as it is: some noise is
put over it first, and the network is told how much. In training the small pictures are perfect, those of stage 1 are
not. Noise hides the difference, and leaves stage 2 the freedom to correct it. A network that was trained too short, as
ours was, takes more freedom than that. So its estimate is **held** to the small picture at every step: what the small
picture fixes is put right, and the rest is left to the network.
""",
    equation=r"\begin{gathered} \tilde y = \sqrt{\bar\alpha_s}\;\mathrm{enlarge}(y) + \sqrt{1 - \bar\alpha_s}\;\epsilon"
    r" \\ \hat\epsilon = \epsilon_\theta(x_t,\; t,\; \tilde y,\; s,\; \text{prompt}) \\"
    r" \hat x_0 \;\leftarrow\; \hat x_0 + h \, U (y - D \hat x_0) \qquad D\,U = 1 \end{gathered}",
    where=r"$y$ is the small picture, $s$ the level of the noise over it: 0 is next to none, 999 nearly nothing else. "
    r"$D$ takes means of 4 × 4 pixels, $U$ draws the smoothest picture with given means, and $h$ says how firmly: at 1 "
    r"the estimate, made small again, is $y$.",
)

source = controls.pick("a11", "source", "Small picture", upsampling.SOURCES, upsampling.DRAWN)
given = source != upsampling.DRAWN
image = inputs.image("a11", "logo") if given else ""
prompt = prompts.prompt("a11_told", default=upsampling.TOLD, label="What it shows") if given else prompts.prompt("a11")
with lesson.knobs():
    level = controls.number("a11", "level", "Noise level s", 0, 999, 250)
    hold = controls.choice("a11", "hold", "Held to the small picture, h", (0.0, 0.25, 0.5, 0.75, 1.0), 1.0)
    guidance = controls.guidance("a11", default=4.0, what="prompt")
    picture = 0 if given else controls.number("a11", "picture", "Which small picture", 0, 9, 0)
    seed = controls.seed("a11")

asked = {"prompt": prompt, "noise_level": level, "guidance": guidance, "seed": seed}
small = panel.answer(upsampling.small(image, prompt, picture), key="a11_small")
found = panel.show(upsampling.recipe_of(small, **asked, consistent=hold), key="a11")
alone = panel.answer(upsampling.recipe_of(found and small, **asked, consistent=0, frames=2), key="a11_alone")

lesson.section(
    "Four ways to make it large",
    "The first two only spread out what is there. The other two have seen many large pictures, and draw one that could "
    "have been made small to this. Stage 2 alone forgets the colours on the way. Held at every step, it has to keep "
    "the means of all squares, and only what they leave open is its own.",
)
upsampling.beside(small, found, alone)

lesson.section(
    "One small picture, four large ones",
    "Nothing differs but the noise that stage 2 begins with.",
)
upsampling.seeds(small, upsampling.recipe_of(found and small, **asked, consistent=hold, count=4, frames=2), "a11_seeds")
lesson.misunderstanding(
    belief="Upsampling sharpens the picture: it brings out what is there.",
    truth="Each small pixel is the mean of 16 large ones, and endlessly many large pictures have these means. Stage 2 "
    "picks one of them, and **invents** what the means don't say. Above are four answers to one question. Holding it "
    "to the means makes it keep what is known and nothing else: whether an edge runs straight or has a notch, it still "
    "makes up. Ours was trained for half an hour: it makes up little, and some of it is grain. Never read a number "
    "plate off an enlargement.",
)

lesson.section(
    "How much it may change",
    "The same noise, the same small picture, under more and more noise, and nothing that holds it ($h = 0$): what "
    "stage 2 sees of the small picture is all that it goes by. Below each: how closely it agrees with the small one.",
)
upsampling.levels(
    {
        s: upsampling.recipe_of(found and small, **{**asked, "noise_level": s}, consistent=0, frames=2)
        for s in (0, 250, 500, 900)
    },
    small,
    key="a11_levels",
)

lesson.code(
    "lib.models.upsampler:Upsampler.of",
    "lib.models.pixels:SmallPicture",
    "lib.diffusion.consistency:consistent",
    "lib.runs.walks:_upsample",
    note="The small picture under its noise, how it is put beside $x_t$, how the estimate is held to it, and the walk: "
    "the loop is the one of all lessons.",
)
lesson.exercises(
    [
        (
            "With $h = 0$, set the noise level to 0, then to 900. Which faults of the small picture stay, and which "
            "new ones come?",
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
        (
            "Choose *a picture* as the small one, our logo. In the original the grains on its left are little squares. "
            "What does stage 2 make of them, and what of the round edge?",
            "The edge comes out as it is: a staircase of pixels says where it runs, and pictures of the training have "
            "such edges. The squares become drops and specks. Each was a single small pixel, and nothing in it tells a "
            "square from a drop: made small again, both are the same.",
            given,
        ),
    ]
)
lesson.end(__file__)
