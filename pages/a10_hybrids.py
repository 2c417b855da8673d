"""A10 · Hybrid images | Part A: sampling with a pretrained model | 20

From near it is one thing, from afar another. Two prompts share a picture: one takes what is coarse, one what is fine.
"""

from lib.ui import controls, hybrids, lesson, models, pairs, panel

lesson.begin(
    __file__,
    idea="""
From afar, or with your eyes half closed, only the **coarse** parts of a picture are left. From near the **fine** parts
catch the eye. A hybrid image has a thing in each. With a diffusion model it takes one line: ask for the noise under
both prompts, keep the low frequencies of the first answer and the high frequencies of the second, and make the step
with their sum.
""",
    equation=r"\begin{aligned} \hat\epsilon = \; & G_\sigma\!\ast \epsilon_\theta(x_t,\, t,\, p_{\text{far}}) \\ "
    r"& + \bigl(1 - G_\sigma\ast\bigr)\; \epsilon_\theta(x_t,\, t,\, p_{\text{near}}) \end{aligned}",
    where=r"$G_\sigma\ast$ is a Gaussian blur: at 64 pixels $\sigma = 2$ with a kernel of 33, scaled to the picture. "
    "What it takes away from the second estimate is just what it leaves of the first.",
)

model = models.pick("a10")
boxes = {"low": ("From afar: low frequencies", hybrids.LOW), "high": ("From near: high frequencies", hybrids.HIGH)}
low, high = pairs.prompted("a10", model, boxes)
middle = hybrids.middle("a10", model)
with lesson.knobs():
    sigma = hybrids.cut("a10")
    steps = controls.steps("a10", default=34, most=100, choices=(10, 20, 34, 50, 100))
    guidance = controls.guidance("a10", default=7.0, most=15.0, what="prompts")
    seed = controls.seed("a10", default=hybrids.SEED)

asked = {"model": model, "guidance": guidance, "steps": steps, "seed": seed}
prompts = {"low": low, "high": high, "middle": middle, "sigma": sigma, **hybrids.inner(middle, sigma)}
found = panel.show(panel.recipe("hybrid", **asked, **prompts, frames=18), key="a10")
lesson.section(
    "Step back",
    "Move the slider, or get up and look at the first picture from the other end of the room. Making a picture smaller "
    "and blurring it do the same to your eye: both take the fine parts away.",
)
large = controls.toggle("a10", "large", "Drawn large by stage 2", help="It is told the prompt for near.")
hybrids.far(found, "a10_far", large)

lesson.section(
    "Two bands, and a plain mean",
    "Take the finished hybrid apart again with the same Gaussian. Below it, for comparison: both prompts drawn alone "
    "from the same seed, and the mean of the two pictures, taken apart in the same way.",
)
alone = hybrids.alone_of(found, key="a10_alone")
hybrids.two_bands(found, alone)
lesson.misunderstanding(
    belief="A hybrid is the mean of two pictures.",
    truth="In a mean each picture keeps half of *everything*: both things are in the low band, and both in the high "
    "one, so from every distance you see both, faintly. A hybrid is a **sum of two bands** that overlap only around "
    "the cut-off: in one of them the far prompt decides, in the other the near one. Where one thing ends the other "
    "begins, and your distance chooses between them.",
)

lesson.section(
    "Where the cut lies",
    "Above: how much of each frequency the two prompts may decide. Below: how strong each frequency is, in the hybrid "
    "and in the two pictures. To the left of the cut-off are coarse waves, to the right fine ones.",
)
hybrids.spectrum(found, alone, key="a10_spectrum")

lesson.section(
    "Four things in one picture",
    "An anagram asks two Denoisers, and a hybrid *is* a Denoiser. So a view can go around a hybrid: click to turn it, "
    "and look from near and from afar. Eight answers make one step.",
)
hybrids.four_in_one(panel.answer(hybrids.nested(**asked), key="a10_nested"), key="a10_four")

lesson.code(
    "lib.diffusion.denoiser:split",
    "lib.runs.edit_walks:lowpass",
    "lib.runs.edit_walks:anagram",
    note="Low of one and high of another, the Gaussian, and the anagram whose parts may be hybrids.",
)
lesson.exercises(
    [
        (
            r"Move $\sigma$ to 0.5, then to 8. Which prompt wins at either end, and why?",
            r"A narrow Gaussian hardly blurs: nearly all of the picture is *low*, and the prompt for afar has it to "
            r"itself. A wide one leaves to the low band little more than the mean colour, and the prompt for near "
            "wins. A good cut leaves each enough to be recognised by.",
            lesson.tried("a10_sigma", 0.5, 8.0),
        ),
        (
            "Why is the second half of the equation $1 - G_\\sigma$ and not some other filter for fine things?",
            r"Because the two then sum to 1 at every frequency. If both prompts are the same, the sum is just the "
            "estimate itself; try it. With a gap between the bands some noise would never be taken away, and with an "
            "overlap some would be taken away twice.",
            low == high,
        ),
        (
            "Swap the two prompts. Why does the one order work better?",
            "The far prompt needs a thing that is known by its *shape and shading*, as a face or a skull. The near "
            "one needs a thing that lives from *texture and outlines*, and doesn't insist on one big shape: flowers, "
            "a village, waterfalls.",
            (low, high) == (hybrids.HIGH, hybrids.LOW),
        ),
        (
            "Switch on the third prompt. Which of the three is hardest to see?",
            "The middle one: it has a band with an upper and a lower end, about an octave of frequencies, and at no "
            "distance does it have your eye for itself.",
            bool(middle),
        ),
    ]
)
lesson.end(__file__)
