"""Room: runs. The recipes that every page opens with: they are computed ahead and ship in `cache/trajectories`."""

from __future__ import annotations

from types import MappingProxyType

from lib.runs import anagrams, bands, editing
from lib.runs.anatomy import FULL_LADDER, start_near
from lib.runs.clean import substitutes
from lib.runs.drawn import QUALITY
from lib.runs.posterior import known_set
from lib.runs.recipe import Recipe, change, make

SWEEP = tuple(round(0.05 * i, 2) for i in range(31))
"""Noise levels of B1 that are scrubbed through: from none to three times what the denoiser was trained on."""
COURSE = ("a lithograph of a skull", "an oil painting of an old man", "a rocket ship")
"""Prompts of the course, in the words of our own model."""
LADDER = (10, 20, 50)
"""Numbers of steps that A0 compares."""
SCALES = (0, 1, 2, 4, 7, 12)
"""Guidance scales that A6 compares."""
LEVELS = (0, 250, 500, 900)
"""Noise levels that A11 compares."""
COURSE_LEVELS = tuple(range(990, -1, -30))
"""The levels of the course: timesteps 990, 960, ... 0."""
FILTERED = (950, 850, 750, 650, 500, 390, 250, 150, 50)
"""Levels at which A2 sets filters against the model."""


def _defaults() -> dict[str, Recipe]:
    found = {
        "home": make("digits", model="digits-flow", per_label=2, guidance=3, steps=50, frames=21),
        "b1-digits": substitutes(seed=0),
        "b1": make("denoise", model="digits-denoiser@5", source="generated"),
        "b1-epoch-1": make("denoise", model="digits-denoiser@1", source="generated"),
        "b1-sweep": make("denoise", model="digits-denoiser", source="generated", sigmas=SWEEP),
        "b1-noise": make("denoise", model="digits-denoiser", source="noise", sigmas=(1.0,)),
        "b1-noise-trained": make("denoise", model="digits-denoiser-noise", source="noise", sigmas=(1.0,)),
    }
    for epoch in (1, 5, 10, 20):
        end, at = _epoch(epoch)
        time, told = f"digits-time-ddpm{at}", f"digits-class-ddpm{at}"
        found[f"b2{end}"] = make("digits", model=time, labels=(), per_label=20, steps=50, frames=18)
        found[f"b3{end}"] = make("digits", model=told, per_label=2, steps=50, frames=26)
        found[f"b3-null{end}"] = make("digits", model=told, per_label=1, guidance=0, steps=50, frames=2)
        found[f"b3-zeros{end}"] = make("digits", model=told, labels=(0,) * 10, per_label=1, steps=50, frames=2)
    found |= _models() | _one_picture() | _step_by_step() | _editing() | _illusions() | _upsampling()
    return found | _flow() | _reflow()


def _epoch(number: int) -> tuple[str, str]:
    """What an epoch adds to the names of a recipe and of a model: pages open with the last one that is there."""
    return ("", "") if number == 20 else (f"-epoch-{number}", f"@{number}")


def _models() -> dict[str, Recipe]:
    """A0: four pictures, small and large, and the prompts of the course by steps."""
    small = make("picture", frames=18)
    found = {"a0": small, "a0-large": make("upsample", of=small, frames=2)}
    for i, prompt in enumerate(COURSE):
        for n in LADDER:
            found[f"a0-{n}-{i}"] = make("picture", prompt=prompt, count=1, steps=n, frames=2)
    return found


def _one_picture() -> dict[str, Recipe]:
    """A1 to A3: a picture noised, a picture filtered, a picture cleaned in one call; and digits of a known set."""
    return {
        "a1": make("forward", times=COURSE_LEVELS[::-1]),
        "a1-course": make("forward"),
        "a2": make("onestep", times=FILTERED),
        "a3": make("onestep", times=COURSE_LEVELS),
        "a3-course": make("onestep"),
        "a3-set": known_set(),
        "a3-plausible": make("plausible", seed=1),
    }


def _step_by_step() -> dict[str, Recipe]:
    """A4, A5 and A6: a noisy picture walked back, samples from pure noise, and guidance."""
    plain = {"image": "tower", "guidance": 1}
    found = {"a4": make("edit", **plain), "a4-once": make("onestep", **plain, times=(690,))}
    for n in FULL_LADDER:
        found[f"a4-{n}"] = make("edit", **plain, steps=n, i_start=start_near(690, n), frames=2)
    five = {"prompt": QUALITY, "count": 5, "guidance": 1}
    found["a5"] = make("picture", **five, eta=1)
    for z in (1, 2, 3):
        found[f"a5-z{z}"] = make("picture", **five, eta=1, z=z, frames=2)
    found["a5-none"] = make("picture", **five, eta=1, z=-1, frames=18)
    found["a5-ddim"] = make("picture", **five, eta=0, frames=18)
    found["a6"] = make("picture", count=5, guidance=7, frames=18)
    found["compare"] = change(found["a6"], guidance=1)  # what the page of comparisons sets beside it
    for scale in (0, 1):
        found[f"a6-{scale}"] = make("picture", count=5, guidance=scale, frames=2)
    for scale in SCALES:
        found[f"a6-once-{scale}"] = make(
            "onestep", image="cat", times=(810,), prompt="a photo of a dog", guidance=scale
        )
        found[f"a6-grid-{scale}"] = make("picture", count=8, guidance=scale, frames=2)
    return found


def _upsampling() -> dict[str, Recipe]:
    """A11: a small picture, its enlargement step by step, four others of it, and free ones by noise level."""
    small = make("picture", count=1, frames=2)
    found = {
        "a11-small": small,
        "a11": make("upsample", of=small),
        "a11-seeds": make("upsample", of=small, count=4, frames=2),
    }
    for level in LEVELS:
        found[f"a11-level-{level}"] = make("upsample", of=small, noise_level=level, consistent=0, frames=2)
    return found


def _flow() -> dict[str, Recipe]:
    """B4: digits after the first and the last epoch, and the plane."""
    found = {"b4-field": make("field", side=17, reach=2.4)}
    for n in (1, 2, 4, 8, 16, 64):
        found[f"b4-plane-{n}"] = make("plane", points=400, steps=n, frames=17)
    for epoch in (1, 20):
        end, at = _epoch(epoch)
        model = f"digits-flow{at}"
        found[f"b4{end}"] = make("digits", model=model, per_label=2, guidance=3, steps=50, frames=21)
        for n in (1, 2, 4, 8, 16, 32):
            found[f"b4-{n}{end}"] = make("digits", model=model, per_label=1, guidance=3, steps=n, frames=2)
    return found


def _reflow() -> dict[str, Recipe]:
    """B5: every number of reflows, from the same noise."""
    found: dict[str, Recipe] = {}
    for k in (0, 1, 2, 3):
        name = f"reflow-{k}" if k else "flow"
        found[f"b5-{k}"] = make("plane", model=f"plane-{name}", points=400, steps=100, frames=21)
        if k:  # those of the first flow are the first rung of B4's ladder
            found[f"b5-paths-{k}"] = make("plane", model=f"plane-{name}", points=400, steps=1, frames=17)
        for n in (1, 2, 4, 8, 32):
            found[f"b5-aim-{k}-{n}"] = make("plane", model=f"plane-{name}", points=400, steps=n, frames=2)
        for n in (1, 32):
            guidance = 1 if k else 2  # that of the pairs
            found[f"b5-digits-{k}-{n}"] = make(
                "digits", model=f"digits-{name}", per_label=1, guidance=guidance, steps=n, frames=2
            )
    return found


def _editing() -> dict[str, Recipe]:
    """A7 and A8: a picture and a digit edited from several levels, and three ways to inpaint."""
    asked = {"prompt": editing.TOWARDS}
    found: dict[str, Recipe] = {f"a7-{i}": recipe for i, recipe in editing.edits(**asked).items()}
    found |= {f"a7-digit-{i}": recipe for i, recipe in editing.digit_edits(**editing.DIGIT).items()}
    return found | {f"a8-{way.split()[0].lower()}": recipe for way, recipe in editing.inpaintings().items()}


def _illusions() -> dict[str, Recipe]:
    """A9 and A10: an anagram and a hybrid, their prompts alone, four views, digits, and an anagram of hybrids."""
    up, turned, seed = anagrams.OPENING
    ask = {"guidance": 7.0, "seed": seed}
    two = {"upright": up, "turned": turned, **ask}
    found: dict[str, Recipe] = {"a9": make("anagram", **two, frames=18)}
    for view in anagrams.COMPARED:
        found[f"a9-view-{view}"] = make("anagram", **two, view=view, frames=2)
    digits = {"model": "digits-flow", "upright": "6", "turned": "9", "view": "rotate180", **anagrams.GOOD}
    found["a9-digits"] = make("anagram", **digits, count=10, seed=seed, frames=2)
    for name, prompt in (("a9-upright", up), ("a9-turned", turned)):
        found[name] = make("picture", prompt=prompt, count=1, **ask, frames=2)
    low, high, seed = bands.OPENING
    ask = {"guidance": 7.0, "seed": seed}
    found["a10"] = make("hybrid", low=low, high=high, **ask, frames=18)
    for name, prompt in (("a10-low", low), ("a10-high", high)):
        found[name] = make("picture", prompt=prompt, count=1, **ask, frames=2)
    parts = {name: {"kind": "blend", "low": far, "high": near} for name, (far, near) in bands.NESTED.items()}
    found["a10-nested"] = make("anagram", **parts, view="rotate180", **ask, frames=2)
    return found


DEFAULTS = MappingProxyType(_defaults())
"""By the name of the page, and of its variant: "b3" is what B3 opens with, "b3-epoch-1" is one click away."""
