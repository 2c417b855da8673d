"""The small world: scenes that code draws, and the sentences that say what they show. No torch.

    scene(seed)            what is in a picture, drawn by chance: thing, style, colour, time, weather, place
    picture(scene, side)   its picture, (side, side, 3) uint8
    caption(scene, seed)   a sentence about it
    read(text, seed)       the scene that a sentence asks for

The text-to-image model learns from it, the lessons take their test pictures from it, and as it is known what each
picture shows, a judge can be trained and asked. One seed in fifty is held out: no model is ever trained on it.
"""

from lib.world.captions import caption, read
from lib.world.drawing import picture
from lib.world.scene import Scene, held_out, scene

__all__ = ["Scene", "caption", "held_out", "picture", "read", "scene"]
