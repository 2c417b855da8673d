"""Room: runs. Drawings of heads: a cat, a portrait."""

from __future__ import annotations

import numpy as np

from lib.runs.brush import Array, Canvas, X, Y, blob, ellipse, mix, polygon, ramp, soft, stroke, texture


def cat() -> Canvas:
    """A ginger cat from the front."""
    c = Canvas(mix("#9fc5c0", "#3e6e78", ramp(np.hypot(X - 0.35, Y - 0.3), 0.0, 0.9)))
    fur = 0.05 * texture(7, 60, 60)[..., None]
    body = blob("28,110 24,85 36,66 64,66 76,85 72,110")
    c.shadow(body, 0.03, 0.02, 0.03, 0.5)
    c.paint(body, mix("#d98a3d", "#b5652a", ramp(Y, 0.7, 1.0)) + fur, 0.5, 0.05)
    c.paint(soft(ellipse(0.5, 0.92, 0.11, 0.20), 0.015), mix("#fff3df", "#e6c79c", ramp(Y, 0.8, 1.0)) + fur)
    _ears(c, fur)
    head = blob("50,24 70,29 80,48 78,60 64,73 50,76 36,73 22,60 20,48 30,29")
    c.shadow(head * ramp(Y, 0.35, 0.55), 0.01, 0.04, 0.025, 0.5)
    c.paint(head, mix("#eda552", "#cf7c34", ramp(Y, 0.3, 0.75)) + fur, 0.45, 0.06)
    _stripes(c)
    for x in (0.43, 0.57):
        c.paint(soft(ellipse(x, 0.635, 0.085, 0.07), 0.008), "#fff4e2")
    for x in (0.355, 0.645):
        _cat_eye(c, x, 0.485)
    c.paint(blob("46,57.5 50,56.5 54,57.5 50,61.5"), "#d9707a", 0.5, 0.01)
    _whiskers(c)
    return c


def _ears(c: Canvas, fur: Array) -> None:
    for side in (-1, 1):
        x = 0.5 + 0.2 * side
        ear = polygon((x - 0.13 * side, 0.38), (x + 0.10 * side, 0.09), (x + 0.085 * side, 0.44))
        c.paint(ear, mix("#d98b3f", "#a85c26", ramp(Y, 0.1, 0.4)) + fur, 0.4, 0.02)
        pink = polygon((x - 0.055 * side, 0.36), (x + 0.08 * side, 0.165), (x + 0.06 * side, 0.40))
        c.paint(soft(pink, 0.006), "#eaa79a")


def _stripes(c: Canvas) -> None:
    dark = "#9a4f1c"
    for x, bend in ((0.5, 0.0), (0.43, -0.01), (0.57, 0.01)):
        c.paint(0.75 * stroke([(x + bend, 0.255), (x, 0.30), (x - bend, 0.37)], 0.028, 0.008), dark)
    for side in (-1, 1):
        for y in (0.52, 0.58, 0.64):
            along = [(0.5 + out * side, y + down) for out, down in ((0.285, -0.005), (0.24, 0.0), (0.19, 0.015))]
            c.paint(0.65 * stroke(along, 0.024, 0.004), dark)


def _cat_eye(c: Canvas, x: float, y: float) -> None:
    c.paint(ellipse(x, y, 0.078, 0.068), "#3b2417")
    c.paint(ellipse(x, y, 0.068, 0.059), mix("#5f8f2f", "#d6e56a", ramp(Y, y - 0.06, y + 0.06)))
    c.paint(ellipse(x, y, 0.026, 0.054), "#0d0b0a")
    c.paint(ellipse(x - 0.022, y - 0.022, 0.016), "#ffffff")
    c.shade(0.45 * ellipse(x, y, 0.068, 0.059) * ramp(-Y, -y + 0.015, -y + 0.06))


def _whiskers(c: Canvas) -> None:
    """The mouth and six whiskers."""
    for side in (-1, 1):
        c.paint(stroke([(0.5, 0.61), (0.5 + 0.015 * side, 0.655), (0.5 + 0.07 * side, 0.66)], 0.012, 0.006), "#6b3a2a")
        for k in range(3):
            y = 0.61 + 0.03 * k
            along = [(0.1, y), (0.25, y - 0.03 + 0.03 * k), (0.42, y - 0.03 + 0.05 * k)]
            c.paint(0.9 * stroke([(0.5 + out * side, down) for out, down in along], 0.007, 0.002), "#fffaf0")


def face() -> Canvas:
    """A woman with dark hair, in front of a warm wall."""
    wall = mix("#e9c9a0", "#8a5a48", ramp(np.hypot(X - 0.3, Y - 0.25), 0.0, 0.95))
    c = Canvas(wall + 0.02 * texture(2, 8)[..., None])
    hair = mix("#4a2c22", "#1d100e", ramp(Y + 0.4 * X, 0.3, 1.0)) + 0.05 * texture(21, 90, 6)[..., None]
    back = blob("50,9 68,14 78,33 80,60 76,84 50,88 24,84 20,60 22,33 32,14")
    c.shadow(back, 0.04, 0.03, 0.03, 0.5)
    c.paint(back, hair, 0.35, 0.05)
    coat = blob("5,115 12,92 34,82 66,82 88,92 95,115")
    c.paint(coat, mix("#2f6b78", "#173a48", ramp(X, 0.2, 0.9)) + 0.03 * texture(22, 120)[..., None], 0.4, 0.05)
    skin = mix("#f8d4b4", "#c08061", ramp(X + 0.25 * Y, 0.48, 0.94))
    c.paint(blob("42,66 58,66 60,82 50,93 40,82"), skin * 0.86, 0.2, 0.03)
    head = blob("50,16 64,21 69.5,38 68,54 60,69 50,75.5 40,69 32,54 30.5,38 36,21")
    c.shadow(head, 0.01, 0.04, 0.02, 0.5)
    c.paint(head, skin, 0.3, 0.06)
    for x in (0.38, 0.62):
        c.paint(0.35 * soft(ellipse(x, 0.565, 0.05, 0.035), 0.02), "#e0604f")
    for side in (-1, 1):
        _eye(c, 0.5 + 0.095 * side, 0.435, side)
    _nose_and_mouth(c)
    fringe = blob("50,10 67,15 74.5,38 72,50 67,33 57,25 43,28 34.5,36 29,52 25.5,38 33,15")
    c.shadow(fringe * head, 0.0, 0.015, 0.012, 0.35)
    c.paint(fringe, hair, 0.5, 0.03)
    return c


def _eye(c: Canvas, x: float, y: float, side: int) -> None:
    """An eye at (x, y) with lid and brow; side is 1 for the one on the right."""
    c.shade(0.3 * soft(ellipse(x, y - 0.01, 0.06, 0.035), 0.012), "#6b3a2a")
    white = blob("-5,0.3 0,-2.8 5,0.3 0,2.4", x, y)
    c.paint(white, "#fdf7f0")
    c.paint(white * ellipse(x, y - 0.002, 0.026), mix("#2c4a38", "#7fa06a", ramp(Y, y - 0.02, y + 0.025)))
    c.paint(white * ellipse(x, y - 0.002, 0.012), "#0a0808")
    c.glow(ellipse(x - 0.008, y - 0.011, 0.006))
    c.paint(stroke([(x - 0.053, y + 0.004), (x, y - 0.031), (x + 0.053, y + 0.004)], 0.011), "#2a1512")
    brow = [(x - 0.052 * side, y - 0.070), (x + 0.01 * side, y - 0.082), (x + 0.066 * side, y - 0.060)]
    c.paint(stroke(brow, 0.015, 0.006), "#3a2018")


def _nose_and_mouth(c: Canvas) -> None:
    c.shade(0.35 * soft(polygon((0.505, 0.44), (0.55, 0.575), (0.50, 0.585)), 0.012), "#8a4a35")
    c.glow(0.35 * soft(stroke([(0.495, 0.44), (0.495, 0.55)], 0.016), 0.008), "#fff0dc")
    for x in (0.475, 0.525):
        c.shade(0.6 * soft(ellipse(x, 0.580, 0.012, 0.006), 0.005), "#6b2a20")
    lips = blob("42,63.8 47.5,63.6 50,64.3 52.5,63.6 58,63.8 54.5,67.4 50,68.6 45.5,67.4")
    c.paint(lips, mix("#d2606a", "#a8323f", ramp(-Y, -0.66, -0.64)), 0.3, 0.01)
    c.paint(stroke([(0.415, 0.636), (0.46, 0.653), (0.5, 0.657), (0.54, 0.653), (0.585, 0.636)], 0.006), "#7a1f2b")
