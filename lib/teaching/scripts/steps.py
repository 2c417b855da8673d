"""Room: teaching. One step of a walk, written out with nothing that this recipe doesn't need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Variance = Literal["beta", "beta_tilde", "learned", "none"]


@dataclass(frozen=True)
class Stepping:
    """How a walk goes from one level to the next.

    Attributes:
        flow: whether the estimate is a velocity.
        eta: 1 is DDPM, 0 DDIM or Euler.
        variance: of the fresh noise.
        limits: whether x_0 is kept within limits.
        held: whether x_0 is held to a small picture.
        fresh: the generators of the fresh noise.
    """

    flow: bool
    eta: float
    variance: Variance
    limits: bool = False
    held: bool = False
    fresh: str = "noise"

    @property
    def euler(self) -> bool:
        """Whether a step is one addition."""
        return self.flow and self.eta == 0

    @property
    def learned(self) -> bool:
        """Whether the network's variance is used."""
        return self.variance == "learned" and self.eta > 0

    @property
    def draws(self) -> bool:
        """Whether steps put fresh noise back."""
        return self.eta > 0 and self.variance != "none"

    def lines(self) -> list[str]:
        """From the estimate at x to the next x."""
        return [*self.x_0(), *(self._ddim() if self.eta == 0 else self._ddpm())]

    def x_0(self) -> list[str]:
        """From the estimate to x_0, and the eps that goes with it."""
        if self.flow:
            return ["x_0, eps = x - s * velocity, x + a * velocity"]
        found = ["x_0 = (x - s * eps) / a  # Ho et al. 2020, eq. 15"]
        if self.limits:
            found.append("x_0 = threshold(x_0)")
        if self.held:
            found.append("x_0 = held(x_0)")
        return [*found, "eps = (x - a * x_0) / s  # the noise that goes with it"] if len(found) > 1 else found

    def _ddim(self) -> list[str]:
        return ["x = a_next * x_0 + s_next * eps  # DDIM (Song et al. 2021, eq. 12 with sigma = 0)"]

    def _ddpm(self) -> list[str]:
        """The mean of the posterior (Ho et al. 2020, eq. 7), for any stride, and fresh noise."""
        eta = "" if self.eta == 1 else "ETA**2 * "
        inside = f"s_next**2 - {eta}beta_tilde"
        inside = f"max({inside}, 0)" if self.flow else inside
        where = "Ho et al. 2020, eq. 7" if self.eta == 1 else "DDIM, eq. 12"
        return [
            "beta = s**2 - (a / a_next * s_next) ** 2  # variance of the forward step between the levels",
            "beta_tilde = beta * (s_next / s) ** 2  # and of the way back, where x_0 is known",
            f"x = a_next * x_0 + math.sqrt({inside}) * eps  # {where}",
            *self._fresh(),
        ]

    def _fresh(self) -> list[str]:
        if not self.draws:
            return []
        drawn, eta = f"randn({self.fresh}, SHAPE)", "" if self.eta == 1 else "ETA * "
        if self.variance != "learned":
            return ["if s_next > 0:", f"    x = x + {eta}math.sqrt({self.variance}) * {drawn}"]
        return [
            "if s_next > 0:",
            "    share = (v + 1) / 2  # between the two variances (Nichol and Dhariwal 2021, eq. 15)",
            "    log_variance = share * math.log(beta) + (1 - share) * math.log(beta_tilde)",
            f"    x = x + {eta}torch.exp(log_variance / 2) * {drawn}",
        ]
