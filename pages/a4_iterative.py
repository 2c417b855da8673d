"""A4 · Iterative denoising | Part A: sampling with a pretrained model | 14

From a noisy picture back to a clean one, in many small steps. What does one such step really do?
"""

from lib.ui import controls, inputs, iterative, lesson, models, panel

lesson.begin(
    __file__,
    idea="""
One call gives a blur: the mean of all clean pictures that could lie under the noise. So don't go all the way. Ask for
$\\hat x_0$, move a little towards it, to a picture with **slightly less noise**, and ask again. There the network sees
more, and is asked about less. The noise levels are those of a *path*: 990, 960, ..., 30, 0, thirty apart. `i_start`
says at which of them to begin: 10 is $t = 690$.
""",
    equation=r"x_{t'} = \frac{\sqrt{\bar\alpha_{t'}}\,\beta}{1 - \bar\alpha_t}\,\hat x_0"
    r" + \frac{\sqrt{\alpha}\,(1 - \bar\alpha_{t'})}{1 - \bar\alpha_t}\,x_t + v_\sigma \qquad (A.3)",
    where=r"$t' < t$ is the next level, $\alpha = \bar\alpha_t / \bar\alpha_{t'}$, $\beta = 1 - \alpha$, and "
    r"$v_\sigma$ fresh noise, whose strength the model predicts.",
)

model = models.pick("a4")
image = inputs.image("a4")
with lesson.knobs():
    stride = controls.choice("a4", "stride", "Stride", tuple(iterative.STRIDES), 30)
    start = controls.number("a4", "start", "Begin at step i_start", 0, 20, 10)
    seed = controls.seed("a4")

steps = iterative.STRIDES[stride]
recipe = panel.recipe(
    "edit", model=model, image=image, guidance=1, steps=steps, i_start=start, frames=steps + 1, seed=seed
)
found = panel.show(recipe, key="a4")
iterative.strip(found)

lesson.section(
    "Against one call, and against a blur",
    "All three get the same noisy picture. The prompt is “a high quality photo”, without guidance. The dB below are "
    "PSNR as in lesson A2, of pictures that are cut off at black and white.",
)
iterative.against(found, image, stride, start, key="a4_once")
lesson.section(
    "One step, taken apart",
    "$\\hat\\epsilon$ follows from $\\hat x_0$ by the law $x_t = \\sqrt{\\bar\\alpha_t}\\,x_0 + \\sqrt{1 - "
    "\\bar\\alpha_t}\\,\\epsilon$. The bars are the three terms of A.3; below them, the same three over the "
    "whole walk.",
)
iterative.step(found, key="a4_step")
lesson.misunderstanding(
    belief="Each step subtracts a slice of the noise, until none is left.",
    truth="At every step the network estimates **all** of the noise, and with it a whole clean picture. A step mixes "
    "that picture into the present one, and even puts **fresh noise on**. Early it keeps most of the old noise, and "
    "the weight of $\\hat x_0$ is small: a poor estimate does little harm. At the end that weight is 1. Nothing that "
    "was taken off is settled: a later estimate may contradict an earlier one, as the lower row of the strip shows.",
)

lesson.section(
    "More steps?",
    "The same picture, the same noise, from as near the same level as each path allows.",
)
ladder = iterative.ladder_of(model, image, stride, start, seed)
iterative.ladder(ladder, key="a4_ladder", silent=found is None)
lesson.misunderstanding(
    belief="More steps are always better.",
    truth="Too few are bad: each has to bridge a wide gap with one estimate, and puts back more noise than the last "
    "calls can remove. It stays as grain. Beyond that, more steps mostly give **another** picture, since fresh noise "
    "falls differently. And the walk is no restoration: what the noise hid is made up, so there is no reason that the "
    "end should come nearer to the original with every step that is added. Here the shortest walk comes nearest: it is "
    "still half the blur of one call, and PSNR forgives a blur more than things that aren't there.",
)

lesson.code(
    "lib.runs.edit_walks:edit",
    "lib.diffusion.sampling:coefficients",
    "lib.diffusion.sampling:sample",
    note="Where the walk begins, the weights of a step (with $\\hat\\epsilon$ in place of $x_t$, which is the same), "
    "and the loop that every lesson uses.",
)
lesson.exercises(
    [
        (
            "Compare one step and the whole walk. Which is nearer to the original, and which "
            "looks more like a picture? Why can these differ?",
            "The one step is nearer: so it was for six of these pictures with three seeds each, by 2 dB on average. It "
            "gives the mean of what is plausible, and the mean has the smallest expected squared error. The walk picks "
            "one plausible picture: more detail, but the details are its own, and wrong details cost more than none. "
            "With the tower even a blur beats both. It is told the best width, and our network learned from pictures "
            "in which there are no towers.",
        ),
        (
            "Let the fresh noise be left out of A.3. What is then wrong with $x_{t'}$?",
            "It holds less noise than its level says. The network believes the level, takes what is left of the "
            "picture for noise, and smooths it away. Lesson A5 shows it.",
        ),
        (
            "Stride 90 with `i_start` 10 begins at another $t$ than stride 30. Which, and what do you see?",
            "The path then is 990, 900, ..., and ten levels further down it is at $t = 90$: little noise, and little "
            "change. `i_start` counts levels, not timesteps.",
            stride == 90 and start == 10,
        ),
    ]
)
lesson.end(__file__)
