"""A2 · Classical denoising | Part A: sampling with a pretrained model | 12

Blur against noise: how far does one get without having learned anything about pictures?
"""

from lib.ui import controls, inputs, lesson, panel, smoothing

lesson.begin(
    __file__,
    idea="""
Noise differs from pixel to pixel, pictures mostly don't. So replace each pixel by a mean of those around it: the noise
cancels out, and the picture stays more or less. That is a **Gaussian blur**. A **median** is kinder to edges, and
**non-local means** look for similar patches farther away. None of them knows what pictures show. Set them against a
network that does.
""",
    equation=r"\begin{gathered} \hat x_0 = G_\sigma * \frac{x_t}{\sqrt{\bar\alpha_t}} \\ "
    r"\mathrm{PSNR} = 10 \log_{10} \frac{2^2}{\operatorname{mean}\,(\hat x_0 - x_0)^2} \end{gathered}",
    where=r"$G_\sigma$ is a Gaussian of $\sigma$ pixels on a kernel of a few pixels, $*$ a convolution; 2 is the way "
    "from black ($-1$) to white ($1$). Before it is measured, a picture is cut off at black and white, as what lies "
    "beyond can't be seen. (Lesson B1 measures without this cut.)",
)

image = inputs.image("a2")
seed = controls.seed("a2")

found = smoothing.answer(panel.recipe("onestep", image=image, times=smoothing.FILTERED, seed=seed), key="a2")
t, kernel, sigma = smoothing.desk("a2", found)

lesson.section(
    "Coarse and fine",
    "The spectrum of each picture: how strongly it changes in few, wide waves (left) and in many, narrow ones (right).",
)
smoothing.spectra(found, "a2_spectra", t, kernel, sigma)
lesson.misunderstanding(
    belief="Denoising is smoothing.",
    truth="Follow the lines. The **noisy** one lies flat: noise is equally strong in all waves, the picture mostly in "
    "the coarse ones. A **blur** lowers each wave by a fixed factor, noise and picture alike. So in the coarse and "
    "middle waves its line runs *above* the clean one, which is noise that now looks like picture, and in the fine "
    "ones below it. The **model's** line stays at the clean one where it is sure and falls under it where it isn't: "
    "it doesn't ask which waves are fine, it asks what pictures look like. What it can't know, it leaves out. In dB a "
    "blur can keep up all the same: for the tower that this page opens with, the best kernel is level with our model "
    "at $t$ = 500, and ahead of it at 650 and 750. It was allowed to look: its size was chosen with the clean picture "
    "at hand. So compare spectra and edges, not only dB.",
)

lesson.section(
    "The best kernel depends on the noise",
    "A small kernel leaves noise, a large one takes the picture along. In between lies a best size, another one for "
    "each level. A blur doesn't know the level: you have to tell it.",
)
smoothing.kernels(found, "a2_kernels", kernel)

lesson.section("The model at every level", "One call at each; what it hears is the picture, the level, and a prompt.")
panel.show(found and found.recipe, key="a2_levels", start=0.7)

lesson.code(
    "lib.runs.blur:gaussian",
    "lib.runs.filters:median",
    "lib.runs.filters:non_local_means",
    "lib.runs.once:one_step",
    note="Three filters that learned nothing, and the one call of the model.",
)
lesson.exercises(
    [
        (
            "Go to $t$ = 950 and find the best kernel. What does the blurred picture show?",
            "The largest there is, and it shows blotches in all colours: noise that a mean over so many pixels still "
            "doesn't cancel. All that could be had here without knowing pictures is the mean colour, and that takes "
            "the mean over all of them.",
            t == 950 and kernel == smoothing.sizes()[-1],
        ),
        (
            "Give the blur a kernel of 21 and σ = 0.5. Why is it as if the kernel were 3?",
            "The weights fall off so quickly that those beyond one pixel are next to nothing. A kernel only cuts off; "
            "how wide the blur is, σ says. With σ at 0 here, σ grows with the kernel.",
            kernel == 21 and sigma == 0.5,
        ),
        (
            "At $t$ = 50 a kernel of 3 gains next to nothing, and every larger one harms. Why?",
            "There is hardly more noise in each pixel than there is difference between neighbours. A mean of many "
            "neighbours then brings in more error than it takes out. Non-local means, which look for neighbours that "
            "are alike, and the model still gain something.",
            t == 50,
        ),
    ]
)
lesson.end(__file__)
