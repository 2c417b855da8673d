"""The mathematics of diffusion: torch only, no files, no models, no user interface.

    Level, Path      where on the way from noise to data a picture is        levels.py
    Prediction       what a model believes: x_0 and eps at once              prediction.py
    Denoiser         (x_t, level) -> Prediction, and how Denoisers combine   denoiser.py
    View             a way to look at a picture that keeps noise noise       views.py
    consistent       a Denoiser whose answers agree with a small picture     consistency.py
    sample           the one loop from noise to data                         sampling.py
    inpainting       a hook of that loop: known pixels stay; resampled path  hooks.py
    reflow           pairs and straightness of a rectified flow              reflow.py
    exact            Denoisers in closed form, to test and to teach with     exact.py

Everywhere: x_0 is data, high t is noise, tensors are (B, C, ...) and a seed lives in a `torch.Generator` on the CPU.
"""

from lib.diffusion.consistency import consistent
from lib.diffusion.denoiser import (
    Combined,
    Conditioned,
    Denoiser,
    Limited,
    Model,
    Query,
    averaged,
    clipped,
    guided,
    split,
    thresholded,
    viewed,
)
from lib.diffusion.exact import ExactGaussian, ExactPoints
from lib.diffusion.hooks import inpainting, pasting, resampled
from lib.diffusion.levels import (
    CLEAN,
    Level,
    Path,
    add_noise,
    cosine_alphas_cumprod,
    ddpm_path,
    linear_alphas_cumprod,
    straight_path,
    strided,
)
from lib.diffusion.noise import generators, randn
from lib.diffusion.prediction import Prediction, from_eps, from_v, from_velocity, from_x_0
from lib.diffusion.reflow import pairs, straightness
from lib.diffusion.sampling import Coefficients, Step, coefficients, rises, sample

__all__ = [
    "CLEAN",
    "Coefficients",
    "Combined",
    "Conditioned",
    "Denoiser",
    "ExactGaussian",
    "ExactPoints",
    "Level",
    "Limited",
    "Model",
    "Path",
    "Prediction",
    "Query",
    "Step",
    "add_noise",
    "averaged",
    "clipped",
    "coefficients",
    "consistent",
    "cosine_alphas_cumprod",
    "ddpm_path",
    "from_eps",
    "from_v",
    "from_velocity",
    "from_x_0",
    "generators",
    "guided",
    "inpainting",
    "linear_alphas_cumprod",
    "pairs",
    "pasting",
    "randn",
    "resampled",
    "rises",
    "sample",
    "split",
    "straight_path",
    "straightness",
    "strided",
    "thresholded",
    "viewed",
]
