"""A8 · Inpainting | Part A: sampling with a pretrained model | 18

Make one part of a picture anew and keep the rest: after every step the known part is put back, under the right noise.
"""

from lib.ui import controls, inpainting, inputs, lesson, models, prompts

lesson.begin(
    __file__,
    idea="""
A mask says what becomes new. The walk begins with pure noise, and nothing in the network knows of masks. But after
**every** step the part that should stay is overwritten by the picture's own, *noised to the level of that step*. So
what the model sees next looks all over like a picture at time $t$, and half of it is true. It makes the rest fit, step
by step. At the end the known part is exactly what it was.
""",
    equation=r"x_t \;\leftarrow\; m\, x_t + (1 - m)\,\mathrm{forward}(x_{\text{orig}},\, t)",
    where=r"$m$ is the mask: 1 where something new is made, 0 where the picture stays; $\mathrm{forward}$ puts the "
    "noise of level $t$ on.",
)

image = inputs.image("a8")
mask = inputs.mask("a8", image)
model = models.pick("a8")
prompt = prompts.prompt("a8", model, default="a high quality photo")
with lesson.knobs():
    guidance = controls.guidance("a8", default=7.0, what="prompt")
    again = controls.choice("a8", "resample", "Resampling U", (2, 3, 5, 10), 3)
    seed = controls.seed("a8")
asked = inpainting.recipes(mask, again, model=model, image=image, prompt=prompt, guidance=guidance, seed=seed)
found = inpainting.picture("a8", asked)
lesson.section(
    "Before and after", "Drag the divider. Whatever the mask doesn't cover has to be the same on both sides."
)
inpainting.shown(found, key="a8_result")

lesson.section(
    "Three ways to put it back",
    "The same noise, the same mask. In the first row the picture as the network sees it on the way, in the last one "
    "the jumps of the result across the mask's edge.",
)
inpainting.ways((found and asked) or {}, key="a8_ways")
lesson.misunderstanding(
    belief="The known pixels are known, so paste them in clean.",
    truth="Look at the first row. The network is told *one* level of noise for the whole picture. **Clean pixels** at "
    "that moment are nothing that it ever saw: it takes them for noise and signal like the rest, and what it paints "
    "beside them follows a wrong reading. Pixels **under the noise of the step** are what it was trained on. Even "
    "then each step makes the new part without knowing which noise the known part gets next, so the two agree only "
    "slowly. **RePaint** lets them: it puts noise back on everything and walks the step again, $U$ times, so that both "
    "parts have gone through the same step together. It costs $U$ times as much. Don't expect the numbers below "
    "the rows to follow: over the seeds 0 to 8 of this page's opening they are 2.7 with clean paste, 3.2 with noised "
    "paste and 2.9 with RePaint on average, and each way is the best at some seed. They measure the jump at the edge "
    "alone, not whether the new part fits; and none of the three carries the sky on in the picture that this page "
    "opens with.",
)

lesson.code(
    "lib.diffusion.hooks:inpainting",
    "lib.diffusion.hooks:pasting",
    "lib.diffusion.hooks:resampled",
    "lib.runs.seams:seam",
    note="The line of the equation, the one without noise, the path that goes up again, and how the seam is measured.",
)
lesson.exercises(
    [
        (
            "Choose the mask `ring`, then invert it. Which one is harder for the model?",
            "The ring itself has known pixels on both sides and is thin: every new pixel has a true neighbour near by. "
            "Inverted, the middle and the corners are new, and only a band tells them what they should agree with.",
            mask.mask == "ring" and mask.inverted == "yes",
        ),
        (
            "Give the mask a soft edge. Does the seam vanish?",
            "The jump is spread over more pixels, so the eye finds it less. But where $m$ lies between 0 and 1 the "
            "result is a mixture of two pictures, and if they don't agree you see both. Soft edges hide small "
            "disagreements; resampling is meant to settle them, as far as the model knows what fits.",
            mask.feather > 0,
        ),
        (
            "Mask the centre of the cat, and ask for a thing that can't be there. Who wins, prompt or picture?",
            r"Inside of the mask the prompt pulls with $\gamma$, and the known part only through what the network "
            r"thinks fits beside it. With $\gamma = 7$ the prompt wins and the seam shows; with $\gamma = 1$ the "
            "surroundings do.",
            image == "cat" and mask.mask == "centre" and prompt != "a high quality photo",
        ),
    ]
)
lesson.end(__file__)
