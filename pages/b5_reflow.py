"""B5 · Reflow | Part B: train your own | 35

Train a flow on its own pairs of noise and picture: its paths become straight, and one step is enough.
"""

from lib.ui import flow_figures, lesson, panel, reflows

lesson.begin(
    __file__,
    idea="""
The paths of a first flow bend because its training lines, between *random* partners, cross. But the flow has chosen
partners of its own: it carries each noise $z$ to one picture $\\hat x$. **Reflow** makes many such pairs, keeps them,
and trains again on the straight lines between them. These lines hardly get into each other's way, so there is little
left to average, and the new paths are nearly straight. A straight path can be walked in one step.
""",
    equation=r"\begin{gathered}\hat x=\Phi_k(z)\,,\qquad x_t=(1-t)\,\hat x+t\,z\\[4pt]"
    r"\min_\theta\;\mathbb E\,\bigl\|v_\theta(x_t,t)-(z-\hat x)\bigr\|^2\;\to\;v_{k+1}\\[4pt]"
    r"S=\int_0^1\mathbb E\,\bigl\|(z-\hat x)-v(x_t,t)\bigr\|^2\,dt\end{gathered}",
    where=r"$\Phi_k$ walks flow $k$ from noise to data; $k=0$ is the flow of the lesson before. $S$ is the bend, "
    r"measured along the paths that are walked: 0 where all of them are straight.",
)
k, steps, seed, walks = reflows.desk("b5")
flow_figures.training_and_paths(
    {"paths": walks[k], **({"before": walks[k - 1]} if k else {})},
    key="b5_pairs",
    titles=(f"Trained on: {f'pairs of flow {k - 1}' if k else 'random partners'}", f"Walked by flow {k}"),
)

lesson.section(
    "The same noise through every flow",
    f"Each flow takes $N={steps}$ step{'s' * (steps > 1)} from the same points. A miss ends on neither crescent.",
)
flow_figures.paths(
    {
        f"k = {i}": panel.recipe("plane", model=name, points=400, steps=steps, frames=17, seed=seed)
        for i, name in enumerate(flow_figures.PLANE)
    },
    key="b5_plane",
    wide=4,
)
lesson.section("Straighter", f"The bend of the paths above, measured along {flow_figures.FINE} steps of each flow.")
flow_figures.straightness(dict(enumerate(walks)), key="b5_bend")
lesson.section(
    "Faster, not better",
    "How many points miss, against the number of steps. With one step the first flow is lost and all others arrive. "
    "With many steps the first flow is the one to beat: a reflow learns from what the flow before has drawn, misses "
    "included.",
)
flow_figures.aim(
    {
        (i, n): panel.recipe("plane", model=name, points=400, steps=n, frames=21 if n == flow_figures.FINE else 2)
        for i, name in enumerate(flow_figures.PLANE)
        for n in (1, 2, 4, 8, 32, flow_figures.FINE)
    },
    key="b5_aim",
)

lesson.section(
    "Digits",
    f"The same with the digits of the lesson before: one noise for each column, $N={steps}$. Flow 0 is guided with "
    "$\\gamma=2$, two answers for each step. The pairs of flow 1 were drawn with guidance, so from there on it is "
    "built in: $\\gamma=1$, one answer a step.",
)
flow_figures.digits(
    {
        f"k = {i}": panel.recipe(
            "digits", model=name, per_label=1, guidance=1 if i else 2, steps=steps, seed=seed, frames=2
        )
        for i, name in enumerate(flow_figures.DIGITS)
    },
    key="b5_digits",
)
flow_figures.straightness(
    {
        i: panel.recipe("digits", model=name, per_label=1, guidance=1 if i else 2, steps=32, seed=seed, frames=2)
        for i, name in enumerate(flow_figures.DIGITS)
    },
    key="b5_digits_bend",
    silent=True,
)

lesson.misunderstanding(
    belief="Reflow makes better pictures.",
    truth="It makes paths **straighter**, and by that fewer steps do. It never sees new data: what the flow before "
    "drew wrong is a target now, and each round adds errors of its own. Compare the right ends of the lines under "
    "*Faster, not better*.",
)
lesson.misunderstanding(
    belief="A pair is a pair: whether they are kept or drawn afresh makes no difference.",
    truth="It depends on what they mean. For the **first** flow partners are random, and it wants fresh noise for "
    "each picture, every time: the mean over *all* partners is what it has to learn, and a few lines kept for ever "
    "could be learned by heart. For a **reflow** the partner is the lesson: shuffle the pairs, and it is the first "
    "flow again.",
)
lesson.code(
    "lib.diffusion.reflow:pairs",
    "lib.training.objectives:straight_pairs",
    "lib.diffusion.reflow:straightness",
    note="The loss is that of the first flow; only where the noise comes from has changed. With the digits, $t$ is "
    "drawn more often near 0 and 1, where a straight path is hardest to guess.",
)
lesson.exercises(
    [
        (
            "Set $N=1$ and compare $k=0$ with $k=1$. Both begin at the same noise and make one call. Why does only one "
            "of them hit?",
            "Asked at $t=1$, flow 0 has seen every $z$ with every picture, and can only answer with their mean. Flow "
            "1 has seen each $z$ with one partner: the noise alone says where to go.",
            lesson.tried("b5_k", 0, 1) & lesson.tried("b5_steps", 1),
        ),
        (
            "Play flow 0 and flow 1 and look at $\\hat x_0$ only. What is different, and why?",
            "In flow 0 it begins as a clump in the middle and unfolds into the crescents. In flow 1 it has their shape "
            "from the first frame and stays. $\\hat x_0=x_t-t\\,v$ is where the present velocity would lead; it "
            "is constant along a path exactly if the velocity is.",
            lesson.touched("b5_player"),
        ),
        (
            "Is a third reflow worth its training here? Use the figures.",
            "Hardly: the first takes nearly all of the bend away, and the later ones change few hits. Each costs a "
            "new set of pairs and a new training.",
        ),
    ]
)
lesson.end(__file__)
