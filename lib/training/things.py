"""Room: training. What the little text-to-image cascade learns to draw: one line a thing, in our own words.

A line is ``label in the data set | what people type, with its article | other words for it``. Every thing exists in all
five drawing styles and can be told from the others at 32 pixels.
"""

from __future__ import annotations

from dataclasses import dataclass

_ANIMALS = """
dog face | a dog | a puppy, a brown dog
cat face | a cat | a kitten, an orange cat
black cat | a black cat |
horse face | a horse | a pony, a brown horse
cow face | a cow | a bull
pig face | a pig | a piglet, a pink pig
mouse face | a mouse | a rat
rabbit face | a rabbit | a bunny, a hare
tiger face | a tiger |
lion | a lion | a lion face
fox | a fox | a fox face
wolf | a wolf | a wolf face
bear | a bear | a brown bear, a grizzly
polar bear | a polar bear | a white bear
panda | a panda | a panda bear
koala | a koala | a koala bear
hamster | a hamster |
frog | a frog | a green frog, a toad
monkey face | a monkey | a chimp
gorilla | a gorilla | an ape
elephant | an elephant |
mammoth | a mammoth | a woolly mammoth
rhinoceros | a rhinoceros | a rhino
hippopotamus | a hippopotamus | a hippo
giraffe | a giraffe |
zebra | a zebra |
camel | a camel |
llama | a llama | an alpaca
deer | a deer | a stag, a reindeer
ewe | a sheep | a lamb
kangaroo | a kangaroo |
sloth | a sloth |
raccoon | a raccoon |
hedgehog | a hedgehog | a porcupine
chipmunk | a chipmunk | a squirrel
bat | a bat |
unicorn | a unicorn |
dragon face | a dragon | a green dragon
sauropod | a long necked dinosaur | a brontosaurus
T-Rex | a dinosaur | a tyrannosaurus
crocodile | a crocodile | an alligator
turtle | a turtle | a tortoise
lizard | a lizard | a gecko
snake | a snake | a green snake
snail | a snail |
rooster | a rooster | a cock
chicken | a chicken | a hen
baby chick | a chick | a baby chick
duck | a duck | a mallard
swan | a swan | a white swan
eagle | an eagle | a hawk, a falcon
owl | an owl | a brown owl
parrot | a parrot | a colorful parrot
peacock | a peacock |
flamingo | a flamingo | a pink flamingo
dove | a dove | a white dove, a pigeon
bird | a bird | a little bird
penguin | a penguin |
spouting whale | a whale | a blue whale
dolphin | a dolphin |
seal | a seal | a sea lion
shark | a shark |
fish | a fish | a blue fish
tropical fish | a tropical fish | a yellow fish
blowfish | a pufferfish | a blowfish
octopus | an octopus |
squid | a squid |
crab | a crab | a red crab
lobster | a lobster | a red lobster
shrimp | a shrimp | a prawn
spiral shell | a seashell | a shell
bug | a caterpillar | a green caterpillar
butterfly | a butterfly | a moth
honeybee | a bee | a honey bee, a wasp
lady beetle | a ladybug | a ladybird
beetle | a beetle |
ant | an ant |
spider | a spider | a black spider
spider web | a spider web | a cobweb
scorpion | a scorpion |
paw prints | paw prints | paws
feather | a feather | a quill
"""

_PLANTS = """
potted plant | a potted plant | a plant in a pot, a house plant
evergreen tree | a fir tree | a pine tree, an evergreen tree
deciduous tree | a tree | a green tree, an oak
palm tree | a palm tree | a palm
cactus | a cactus | a green cactus
tulip | a tulip |
rose | a rose | a red rose
sunflower | a sunflower |
hibiscus | a hibiscus | a pink flower
cherry blossom | a cherry blossom |
bouquet | a bouquet | a bouquet of flowers
four leaf clover | a clover | a four leaf clover
maple leaf | a maple leaf | a red leaf
mushroom | a mushroom | a red mushroom, a toadstool
Christmas tree | a christmas tree |
"""

_FOOD = """
red apple | an apple | a red apple
green apple | a green apple |
pear | a pear |
peach | a peach |
tangerine | an orange | a tangerine
lemon | a lemon | a yellow lemon
banana | a banana | bananas
pineapple | a pineapple |
grapes | grapes | a bunch of grapes
melon | a melon |
watermelon | a watermelon | a slice of watermelon
cherries | cherries | two cherries, a cherry
strawberry | a strawberry |
blueberries | blueberries |
kiwi fruit | a kiwi | a kiwi fruit
tomato | a tomato | a red tomato
eggplant | an eggplant | an aubergine
avocado | an avocado |
carrot | a carrot |
ear of corn | corn | an ear of corn
hot pepper | a chili | a hot pepper, a red pepper
bell pepper | a bell pepper | a green pepper
broccoli | broccoli |
bread | bread | a loaf of bread
croissant | a croissant |
baguette bread | a baguette | french bread
pretzel | a pretzel |
pancakes | pancakes |
cheese wedge | cheese | a piece of cheese
egg | an egg |
cooking | a fried egg | an egg in a pan
meat on bone | meat on a bone |
hamburger | a hamburger | a burger
french fries | french fries | fries
pizza | a pizza | a slice of pizza
hot dog | a hot dog | a sausage
taco | a taco |
spaghetti | spaghetti | pasta
steaming bowl | a bowl of soup | noodles, ramen
sushi | sushi |
popcorn | popcorn |
ice cream | a bowl of ice cream |
soft ice cream | an ice cream | an ice cream cone
doughnut | a donut | a doughnut
cookie | a cookie | a biscuit
birthday cake | a birthday cake | a cake
cupcake | a cupcake | a muffin
pie | a pie |
chocolate bar | chocolate | a chocolate bar
lollipop | a lollipop |
glass of milk | a glass of milk | milk
hot beverage | a cup of coffee | coffee, a cup of tea
teapot | a teapot |
wine glass | a glass of wine | wine
cocktail glass | a cocktail | a martini
beer mug | a beer | a mug of beer
cup with straw | a soda | a cup with a straw
fork and knife | a fork and a knife | cutlery
spoon | a spoon | a silver spoon
kitchen knife | a kitchen knife | a knife
"""

_PLACES = """
sun | the sun | a sun
sun with face | a sun with a face | a smiling sun
full moon | the full moon | a full moon
crescent moon | a crescent moon | the moon, a moon
star | a star | a yellow star
shooting star | a shooting star | a falling star
ringed planet | a planet | saturn, a planet with rings
globe showing Europe-Africa | the earth | a globe, the world
cloud | a cloud | a white cloud
sun behind cloud | a sun behind a cloud | a cloudy sky
cloud with rain | a rain cloud | rain
cloud with lightning | a thunder cloud | lightning, a storm
tornado | a tornado | a whirlwind
rainbow | a rainbow |
snowflake | a snowflake |
snowman | a snowman |
water wave | a wave | the sea, the ocean
fire | a fire | a flame, a campfire
volcano | a volcano | an erupting volcano
snow-capped mountain | a snowy mountain | a mountain with snow, a snow mountain
mountain | a mountain | a green mountain
sunrise over mountains | a sunrise over mountains | a sunrise
desert island | an island | a desert island, an island with a palm tree
beach with umbrella | a beach | a beach with an umbrella, a coast
camping | a tent in the woods | camping, a forest
tent | a tent |
house | a house | a home
house with garden | a house with a garden | a house with a tree
houses | houses | a village, a town
office building | an office building | a tower
cityscape | a city | a skyline
night with stars | a night with stars | a starry night
castle | a castle | a fortress
classical building | a temple | a museum, a greek temple
church | a church | a chapel
factory | a factory |
Tokyo tower | a red tower | the eiffel tower
Statue of Liberty | the statue of liberty | a statue
fountain | a fountain |
bridge at night | a bridge at night | a bridge
ferris wheel | a ferris wheel |
circus tent | a circus tent | a circus
"""

_VEHICLES = """
automobile | a car | a red car
taxi | a taxi | a yellow car, a cab
police car | a police car |
sport utility vehicle | a blue car | a van
delivery truck | a delivery truck | a truck
fire engine | a fire engine | a fire truck
bus | a bus | a school bus
tractor | a tractor | a farm tractor
bicycle | a bicycle | a bike
motorcycle | a motorcycle | a motorbike
skateboard | a skateboard |
locomotive | a steam train | a locomotive
train | a train | a tram
airplane | an airplane | a plane
helicopter | a helicopter |
rocket | a rocket | a rocket ship, a spaceship
flying saucer | a flying saucer | a ufo
sailboat | a sailboat | a sailing boat
ship | a ship | a big ship
anchor | an anchor |
vertical traffic light | a traffic light |
"""

_OBJECTS = """
pencil | a pencil | a yellow pencil
pen | a pen |
paintbrush | a paintbrush | a brush
artist palette | a palette | a paint palette
framed picture | a painting in a frame | a picture frame
scissors | scissors | a pair of scissors
closed book | a book | a closed book
open book | an open book |
books | books | a stack of books
envelope | an envelope | a letter
wrapped gift | a gift | a present
balloon | a balloon | a red balloon
teddy bear | a teddy bear | a teddy
kite | a kite |
game die | a die | dice
chess pawn | a chess pawn | a pawn
soccer ball | a soccer ball | a ball, a football
basketball | a basketball |
tennis | a tennis ball | a tennis racket
trophy | a trophy | a golden cup
crystal ball | a crystal ball | a magic ball
bow and arrow | a bow and arrow | a bow
crossed swords | crossed swords | swords, a sword
shield | a shield |
bomb | a bomb |
guitar | a guitar | a red guitar
violin | a violin |
trumpet | a trumpet |
saxophone | a saxophone |
drum | a drum | drums
musical note | a music note | a musical note
microphone | a microphone |
headphone | headphones |
television | a television | a tv, an old tv
camera | a camera |
telephone | a telephone | an old phone
mobile phone | a phone | a mobile phone, a smartphone
laptop | a laptop | a notebook computer
light bulb | a light bulb | a bulb, a lamp
candle | a candle |
red paper lantern | a red lantern | a paper lantern
key | a key |
locked | a padlock | a lock
hammer | a hammer |
gear | a gear | a cog
magnet | a magnet | a red magnet
bucket | a bucket |
broom | a broom |
bathtub | a bathtub |
door | a door | a wooden door
chair | a chair | a wooden chair
bed | a bed |
couch and lamp | a couch and a lamp | a couch, a sofa
umbrella | an umbrella | a purple umbrella
backpack | a backpack | a rucksack
top hat | a top hat | a black hat
woman’s hat | a straw hat | a hat with a bow
billed cap | a cap | a baseball cap
graduation cap | a graduation cap |
crown | a crown | a golden crown
glasses | glasses | a pair of glasses
sunglasses | sunglasses | dark glasses
t-shirt | a shirt | a tee
dress | a dress | a blue dress
necktie | a tie | a necktie
scarf | a scarf | a red scarf
socks | socks |
running shoe | a running shoe | a sneaker
high-heeled shoe | a high heel | a red shoe
ring | a ring | a diamond ring
alarm clock | an alarm clock | a clock
hourglass done | an hourglass | a sand clock
telescope | a telescope |
microscope | a microscope |
bell | a bell | a golden bell
magnifying glass tilted left | a magnifying glass | a lens
money bag | a money bag | a bag of money
yarn | yarn | a ball of wool
mirror ball | a disco ball | a mirror ball
"""

_PEOPLE = """
man | a man | the face of a man
woman | a woman | the face of a woman
boy | a boy | a young boy
girl | a girl | a young girl
baby | a baby |
old man | an old man | a grandfather, an elderly man
old woman | an old woman | a grandmother, an elderly woman
man: beard | a man with a beard | a bearded man, a hipster
man: bald | a bald man |
woman: red hair | a woman with red hair |
man astronaut | an astronaut | a spaceman
man cook | a cook | a chef
man police officer | a police officer | a policeman
man detective | a detective | a spy
ninja | a ninja |
princess | a princess |
person with crown | a king | a queen, a person with a crown
man mage | a wizard | a mage
woman mage | a witch |
man vampire | a vampire | dracula
mermaid | a mermaid |
Santa Claus | santa claus | santa
skull | a skull | a human skull
ghost | a ghost |
alien | an alien | a grey alien
robot | a robot | a robot face
clown face | a clown | a clown face
jack-o-lantern | a pumpkin | a carved pumpkin, a halloween pumpkin
pile of poo | a pile of poop | poop
grinning face | a smiley | a smiling face
smiling face with sunglasses | a face with sunglasses | a cool smiley
smiling face with heart-eyes | a face in love | a smiley with heart eyes
cowboy hat face | a cowboy | a face with a cowboy hat
brain | a brain | a human brain
eye | an eye | a human eye
thumbs up | a thumb up |
red heart | a heart | a red heart
blue heart | a blue heart |
heart on fire | a burning heart | a heart on fire
"""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to draw.

    Attributes:
        label: its name in the data set.
        name: what people type, with its article where it has one: "a dog", "an apple", "the sun", "bread".
        others: other words for it, with their articles.
    """

    label: str
    name: str
    others: tuple[str, ...] = ()


def _thing(line: str) -> Thing:
    label, name, others = (part.strip() for part in line.split("|"))
    return Thing(label, name, tuple(other.strip() for other in others.split(",") if other.strip()))


THINGS: tuple[Thing, ...] = tuple(
    _thing(line)
    for table in (_ANIMALS, _PLANTS, _FOOD, _PLACES, _VEHICLES, _OBJECTS, _PEOPLE)
    for line in table.strip().splitlines()
)
"""Every thing, in the order of the tables; a model is trained on exactly this list."""
