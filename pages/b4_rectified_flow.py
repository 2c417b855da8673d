"""B4 · Rectified flow | Part B: train your own | 34

The same network on a straight path: predict a velocity, follow it in as few steps as you like.
"""

from lib.ui import controls, flow_figures, lesson, panel, training_figures

lesson.begin(
    __file__,
    idea="""
A DDPM reaches noise along a curve, in small random steps. **Rectified flow** takes the shortest way: mix picture and
noise in proportion $1-t$ to $t$, which is a straight line walked at constant speed. The speed is $\\epsilon - x_0$, and
that is what the network learns to predict: the same UNet with the same conditions, only the target is new. To draw a
digit, begin with noise and walk against the velocity, in $N$ equal steps and without any fresh noise.
""",
    equation=r"\begin{gathered}x_t=(1-t)\,x_0+t\,\epsilon\\[4pt]"
    r"\min_\theta\;\mathbb E\,\bigl\|v_\theta(x_t,t,c)-(\epsilon-x_0)\bigr\|^2\\[4pt]"
    r"x_{t-1/N}=x_t-\tfrac1N\,v_\theta(x_t,t,c)\end{gathered}",
    where=r"$t=0$ is data and $t=1$ is noise; $c$ is the digit; $N$ is the number of Euler steps.",
)

with lesson.knobs():
    model = controls.epoch("b4", "digits-flow")
    steps = controls.steps("b4", default=50, most=300, label="Steps N")
    guidance = controls.guidance("b4", default=3.0)
    seed = controls.seed("b4")

asked = {"model": model, "guidance": guidance, "seed": seed}
run = panel.recipe("digits", **asked, per_label=2, steps=steps, frames=21)
panel.show(run, key="b4", others=panel.epochs("b4", run))

lesson.section(
    "A ladder of steps",
    "Each row starts from **the same noise**: only $N$ differs. One step gives what the network expects on average. A "
    "few give a digit, and soon the rows differ in details only; which of them is the better digit is not for $N$ to "
    "say.",
)
flow_figures.digits(
    {f"N = {n}": panel.recipe("digits", **asked, per_label=1, steps=n, frames=2) for n in (1, 2, 4, 8, 16, 32)},
    key="b4_ladder",
    silent=True,
)

lesson.section(
    "In the plane, where every path can be seen",
    "The same flow for points instead of pictures, from noise (rings) to two crescents (dots). In training each point "
    "of noise is joined to a random point of data, so lines run across each other everywhere. Where many lines pass "
    "at one time the network can give only **one** answer, and the squared error makes that their mean. Colours tell "
    "where a point started; the bend $S$ is how far, in the mean square, the velocity strays from the straight way to "
    "the end.",
)
walk = panel.recipe("plane", points=400, steps=flow_figures.FINE, frames=21)
flow_figures.training_and_paths(
    {"paths": walk}, key="b4_plane", titles=("Trained on: random partners", "Learned: curves")
)

lesson.section(
    "The field that was learned",
    "The mean velocity at each place, turned towards the data. At $t=1$ nothing is known yet and all arrows lead to "
    "the middle of the data; the crescents appear in the field as $t$ falls. The points follow their arrows, and turn "
    "when the arrows turn. Faint dots are where they will end.",
)
t = flow_figures.field("b4", {"field": panel.recipe("field", side=17, reach=2.4), "points": walk}, key="b4_field")

lesson.section(
    "The ladder in the plane",
    "The curves, cut into $N$ straight pieces. A point that ends on neither crescent is a miss; of the data itself "
    "that would be one in 370.",
)
flow_figures.paths(
    {f"N = {n}": panel.recipe("plane", points=400, steps=n, frames=17) for n in (1, 2, 4, 8, 16, 64)},
    key="b4_plane_ladder",
    turns=("N = 8", "N = 16"),
)

lesson.misunderstanding(
    belief="It was trained on straight lines, so its paths are straight.",
    truth="The lines cross, and where they cross the network has seen many velocities and answers with their **mean**. "
    "The paths that follow this mean bend. Every single target was straight; the flow is not, and that is why one step "
    "is not enough.",
)
lesson.misunderstanding(
    belief="More steps always make a better picture.",
    truth="More steps follow the *learned* curve more closely, and it has errors of its own. On average the ladder "
    "rises steeply and then stays level; a single digit, or a single point, can be better at 8 steps than at 16: see "
    "the line under the last ladder.",
)
lesson.section(
    "The training", "The loss can't reach zero, however good the network: the mean of crossing lines is none of them."
)
training_figures.loss("b4", model)
training_figures.guidance("b4", model)
lesson.code(
    "lib.diffusion.levels:straight_path",
    "lib.training.objectives:_flow",
    "lib.diffusion.prediction:from_velocity",
    "lib.diffusion.sampling:sample",
    note="The sampling loop is the one of the DDPM. With $\\alpha=1-t$, $\\sigma=t$ and no fresh noise its step is "
    "Euler's.",
)
lesson.exercises(
    [
        (
            "Set $N=1$ for the digits. All pictures of one digit look alike, whatever the seed. Why?",
            "At $t=1$ the picture is pure noise and says nothing about $x_0$. The best answer in the mean square is "
            "$v=\\epsilon-\\mathbb E[x_0\\mid c]$, so one full step lands on the mean picture of the class, pushed "
            "further by guidance.",
            steps == 1,
        ),
        (
            "Move the time under the field to 1. Where do all arrows point, and why there?",
            "To the mean of the data: at $t=1$ the velocity is $x-\\mathbb E[x_0]$, so walking against it leads to one "
            "point, wherever you are. This is the $N=1$ picture of the ladder.",
            t == 1.0,
        ),
        (
            "Two paths of the learned flow cross in the picture. How can that be, if the velocity is one answer for "
            "each place and time?",
            "They pass the same place at different times. At the same place *and* time they would have to go on "
            "together, so two paths never meet in $(x,t)$, only in the drawing of $x$ alone.",
        ),
    ]
)
lesson.end(__file__)
