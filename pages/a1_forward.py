"""A1 · Forward process | Part A: sampling with a pretrained model | 11

Noise a picture, level by level. Nothing is learned here, and yet everything that follows undoes exactly this.
"""

from lib.ui import inputs, lesson, noising, panel

lesson.begin(
    __file__,
    idea="""
Take a clean picture and ruin it on purpose: at level $t$ it is mixed with as much noise as that level says. No network
takes part. One formula leads to any level directly, without the ones before it. Training needs this, because it shows
the network pictures at random levels; and sampling walks the same levels back.
""",
    equation=r"\begin{gathered} x_t = \sqrt{\bar\alpha_t}\; x_0 + \sqrt{1 - \bar\alpha_t}\;\epsilon \\ "
    r"\epsilon \sim \mathcal N(0, I) \end{gathered}",
    where=r"$x_0$ is the picture with values from $-1$ to $1$, $\epsilon$ noise, and $\bar\alpha_t$ falls from nearly "
    "1 at $t = 0$ to nearly 0 at $t = 999$.",
)

image = inputs.image("a1")
asked = noising.desk("a1", image)

lesson.section("Three levels of the course", "The same picture and the same noise at $t$ = 250, 500 and 750.")
found = noising.answer(panel.recipe("forward", **asked), key="a1_course")
noising.course(found)

lesson.section(
    "Two pictures, two coefficients",
    "Left the picture, in the middle the noise, right their sum. Drag $t$ and watch the bars of the two coefficients.",
)
noising.mixed(found, key="a1")
lesson.misunderstanding(
    belief="The forward process adds noise to the picture.",
    truth="It does two things: noise comes in **and the picture fades**. At $t = 750$ only about 0.38 of its contrast "
    "is left (cosine), at $t = 999$ nothing. The two bars belong together: their squares always add up to 1. So the "
    "values never spread wider than the noise alone does, and end as plain noise of standard deviation 1, from which "
    "a sampler can begin without knowing any picture.",
)

lesson.section(
    "Scaling off",
    "Leave the picture whole, and the spread passes 1: a little in this sum, which still weighs the noise. Leave out "
    "the "
    "shrinking in every single step of a chain (dashed), and it grows several times as wide, beyond anything that the "
    "network was trained on. Switch *Scaling* off above, and look at the standard deviation in the mixer.",
)
noising.spreads(found, key="a1_spread")

lesson.section(
    "Two schedules",
    "*Linear* is that of the first DDPM, made for larger pictures; it ruins a small one early. *Cosine* takes its "
    "time in the middle.",
)
noising.schedules(asked["schedule"], key="a1_schedules")

lesson.code(
    "lib.diffusion.levels:add_noise",
    "lib.diffusion.levels:cosine_alphas_cumprod",
    "lib.diffusion.levels:linear_alphas_cumprod",
    note="The forward process is one line. The two schedules are the rest of it.",
)
lesson.exercises(
    [
        (
            "At which $t$ do picture and noise have the same coefficient? Find it with the slider, then by the "
            "formula.",
            r"Where $\bar\alpha_t = 1/2$, so both are $\sqrt{1/2} \approx 0.707$: $t \approx 495$ with cosine, $t "
            r"\approx 259$ with linear. It isn't where both are equally *strong*: that depends on the contrast of the "
            r"picture, which is less than 1.",
            lesson.touched("a1_mixer"),
        ),
        (
            r"Why do the squares add up to 1, and not the coefficients themselves?",
            r"Variances of independent things add up: $\mathrm{Var}(x_t) = \bar\alpha_t \mathrm{Var}(x_0) + (1 - "
            r"\bar\alpha_t)$. With data of variance 1 it stays 1 at every level.",
        ),
        (
            r"The noise is the same at all levels here. In a sampler it isn't. Does this lesson cheat?",
            "No. Each $x_t$ alone has the right distribution. Only how levels hang together differs: a chain of small "
            "steps has fresh noise in every step. One seed for all levels makes pictures that can be compared.",
        ),
    ]
)
lesson.end(__file__)
