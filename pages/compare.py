"""Compare two runs | For the class and the desk | 42

One run, one knob changed, the same noise: where do they part, and how far do they go?
"""

from lib.ui import lesson
from lib.ui.comparing import both, choice, lessons, listed

lesson.begin(
    __file__,
    idea="""
Whoever wants to know what a knob does has to hold everything else still, the noise above all. So take a run, change
**one** knob, and let both begin at the same $x_T$. Whatever differs between them then is the work of that knob. The
player shows both at the same level of noise, and what is left when one is taken from the other.
""",
    equation=r"\begin{gathered}d_t=\sqrt{\operatorname{mean}\bigl(\hat x_0^{A}-\hat x_0^{B}\bigr)^2}\\[4pt]"
    r"t^*=\text{ the first } t \text{ with } d_t>\theta\end{gathered}",
    where=r"$\hat x_0$ is what the model believes at level $t$; $d_t$ is measured in shares of the way from black to "
    r"white; $\theta$ is the threshold under the player, and $t^*$ the step at which the two part.",
)

with lesson.knobs():
    a = choice.first()
    name, b = choice.second(a)

runs = both.show(a, b)

if b is not None:
    lesson.section("How far apart, level by level")
    both.apart(runs)

lesson.section("The run, knob by knob")
listed.listed(a, b)
lessons.back(a)

lesson.misunderstanding(
    belief="Two runs with one seed are one picture in two versions.",
    truth="They share their noise: the first $x_T$, and with the same `steps` and `eta` also the fresh noise of each "
    "step. They don't share the answers of the network. Each step begins where the step before has ended, so a small "
    "difference early is carried on and grows; the same difference in the last steps has no time left. Change "
    "`guidance`, then `seed`, and compare the two lines.",
)
lesson.exercises(
    [
        "Change `steps`. Do the two runs part where the noise is high, or near the end? Say first what you expect.",
        "Change a prompt or a model. Which line rises first, $x_t$ or $\\hat x_0$, and why must it be that one?",
        (
            "Take a run with fresh noise ($\\eta=1$) and change `eta` to 0. Both begin alike. What makes them part?",
            "The noise that is put back at each step: one run gets it, the other doesn't. $\\hat x_0$ of the first "
            "level is still the same, as it depends on $x_T$ alone; from the second on $x_t$ differs.",
        ),
    ]
)
