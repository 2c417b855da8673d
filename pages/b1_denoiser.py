"""B1 · One-step denoiser | Part B: train your own | 31

One network, one call: how much noise can it take off, and what does it do with noise that it never saw?
"""

from lib.ui import denoised, lesson, live, panel, strips, training_figures

lesson.begin(
    __file__,
    idea="""
Take a clean digit, add noise, and train a network to give the digit back. It sees the noisy picture and nothing else:
not the digit's name, and not how much noise there is. It needs no such hint in training, where the noise is always of
one strength, $\\sigma = 0.5$. All later lessons make calls like this one, many in a row. So look closely at one.
""",
    equation=r"\begin{gathered} x_\sigma = x_0 + \sigma\,\epsilon \\ "
    r"L = \mathbb{E}\,\bigl\lVert D(x_\sigma) - x_0 \bigr\rVert^2 \quad\text{at } \sigma = 0.5 \end{gathered}",
    where=r"$x_0$ is the clean digit with pixels from 0 to 1, $\epsilon$ standard normal noise in each pixel, "
    r"$D$ the network, and $L$ the loss: the mean squared error. All dB below are $\mathrm{PSNR} = -10 \log_{10}$ of "
    "such an error, and what lies beyond black and white counts. (Lesson A2 cuts that off before it measures.)",
)
digit, seed, found = denoised.desk("b1")
lesson.misunderstanding(
    belief="It was trained to remove noise, so it removes any noise.",
    truth="It was made for one strength of noise, and nobody tells it when there is another. Without any noise it "
    "still “cleans”, so the picture comes out worse than it went in. With far more noise than it knows, some is left "
    "over, and looks like ink to it. A network that should serve every level must be told the level: that is lesson "
    "B2.",
)

lesson.section(
    "All ten digits, any noise",
    "The same measure for every digit at once, and below it the noise to slide through, up to three times what the "
    "network was trained on. Drag the slider, or press play.",
)
sweep = panel.recipe("denoise", model="digits-denoiser", sigmas=strips.SWEEP)
swept = panel.show(sweep, key="b1_sweep", columns=5, start=0.5)
lesson.section(
    "As much noise as you like",
    "One of these digits, cleaned by the network while you drag. The dB are PSNR against the clean digit.",
)
live.noise(swept, key="b1_live", digit=digit)
training_figures.error_by_sigma("b1", [found["after epoch 1"], swept])

lesson.section(
    "Nothing but noise",
    "What should it answer when there is no digit at all? Whoever is scored by the squared error and knows nothing "
    "must answer the **mean of all digits**. A second network, trained on pure noise as input, does learn that: one "
    "grey blur, whatever the noise. The first one does not. It believes in a digit under noise of strength 0.5, and "
    "goes looking for one.",
)
blind = panel.recipe("denoise", model="digits-denoiser-noise", source="noise", sigmas=(1.0,), seed=seed)
sure = panel.recipe("denoise", model="digits-denoiser", source="noise", sigmas=(1.0,), seed=seed)
strips.noises({"trained on σ = 0.5": sure, "trained on pure noise": blind}, key="b1_noise")

lesson.section("The training", "Each step shows the network 256 digits, each under fresh noise.")
training_figures.loss("b1", "digits-denoiser")

lesson.code(
    "lib.training.objectives:denoise",
    "lib.training.objectives:denoise_nothing",
    "lib.models.unet:UNet.forward",
    note="What is learned, in one line, with and without a digit; and the network, which for this lesson hears of "
    "neither time nor class.",
)
lesson.exercises(
    [
        (
            r"Drag the noise under *As much noise as you like* to 0. There the input *is* the answer. Why doesn't the "
            "network simply hand it back?",
            "It can't know. It never saw a picture without noise, and nobody tells it the level. Whatever it does to a "
            "picture under noise of strength 0.5, it does here too.",
            lesson.touched("b1_live_live"),
        ),
        (
            "Follow the dashed line of the figure: the noisy input. What formula is it?",
            r"The squared error of the input is $\sigma^2$ on average, and $\mathrm{PSNR} = -10 \log_{10} \sigma^2 = "
            r"-20 \log_{10} \sigma$: 6 dB less each time the noise doubles, 6.0 dB at $\sigma = 0.5$ and 0 dB at 1.",
        ),
        (
            "The blur of the last section is no digit. Why is it the best answer all the same?",
            r"$\mathbb{E}\,\lVert a - x_0 \rVert^2$ is smallest at $a = \mathbb{E}[x_0]$. Any real digit would be far "
            "from most others; the mean is not very far from any. Least squares asks for the middle, not for something "
            "that exists. This is why one call is not enough to draw a digit, and why the next lesson makes many.",
        ),
    ]
)
lesson.end(__file__)
