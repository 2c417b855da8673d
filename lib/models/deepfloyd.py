"""Room: models. The models of DeepFloyd IF, and what is known of them. No torch.

They follow Saharia et al. 2022 (Imagen): a text encoder trained on text alone, and a cascade that draws pixels.
"""

from __future__ import annotations

from dataclasses import dataclass

from lib.models.needs import Size

DATA = (
    "LAION-A, a thousand million pictures with English captions: a part of LAION-5B, chosen for looks; duplicates, "
    "watermarks and unsafe pictures were filtered out as far as filters go"
)
LIMITS = (
    "It knows English best. It counts badly, mixes up who has which property, and spells short words only. It carries "
    "the tastes and prejudices of captions from the web. It must not be used for pictures that harm or deceive people."
)
LICENCE = "DeepFloyd IF License: non-commercial research only, and its safety filter stays on"


@dataclass(frozen=True)
class Known:
    """One of DeepFloyd's models.

    Attributes:
        id: on the Hub.
        stage: 1 draws from a text, 2 enlarges.
        parameters: of its UNet.
        size: of its parts.
    """

    id: str
    stage: int
    parameters: int
    size: Size

    @property
    def about(self) -> str:
        """What it is and does, in a few sentences."""
        does = "pictures of 64 px from a text" if self.stage == 1 else "pictures of 256 px from those of 64 px"
        text = " It reads its prompts with T5-XXL, which is larger than itself." if self.stage == 1 else ""
        return f"It draws {does}, with a UNet of {self.parameters / 1e6:,.0f} million parameters.{text} {LIMITS}"


def _first(letter: str, millions: int, unet: float) -> Known:
    size = Size(unet, text=11.54, filter=0.61, working=1.0, sentencepiece=True)
    return Known(f"DeepFloyd/IF-I-{letter}-v1.0", 1, millions * 10**6, size)


def _second(letter: str, millions: int, unet: float) -> Known:
    return Known(f"DeepFloyd/IF-II-{letter}-v1.0", 2, millions * 10**6, Size(unet, filter=0.61, working=3.0))


KNOWN: dict[str, Known] = {
    model.id: model
    for model in (
        _first("M", 400, 0.8),
        _first("L", 900, 1.8),
        _first("XL", 4300, 8.61),
        _second("M", 450, 0.9),
        _second("L", 1200, 2.4),
    )
}
"""The models of the first two stages, with the sizes of their files in half precision."""
