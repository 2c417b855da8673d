"""The things of the world, a module for each kind. Importing this package fills `THINGS`."""

from lib.world.things import animals, buildings, food, nature, objects, people, scenery, vehicles
from lib.world.things.kinds import THINGS, Thing

__all__ = ["THINGS", "Thing", "animals", "buildings", "food", "nature", "objects", "people", "scenery", "vehicles"]
