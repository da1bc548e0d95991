"""The design system keeps its promises: text is readable in both schemes, and every variable is a token."""

import re

import pytest

from fondaco.apps.pages.assets import HERE

CSS = HERE / "css"
TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", (CSS / "10-tokens.css").read_text()
    )
}
TEXT = [
    (ink, ground)
    for ink in ("ink", "ink-2", "ink-3", "brand", "good", "warn", "bad", "accent")
    for ground in ("paper", "surface")
] + [
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("good", "good-soft"),
    ("warn", "warn-soft"),
    ("bad", "bad-soft"),
    ("brand", "brand-soft"),
    ("brand-strong", "brand-soft"),
    ("ink", "brand-soft"),
    ("ink-2", "surface-2"),
]


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_stands_out_from_its_ground(ink: str, ground: str, scheme: int) -> None:
    assert contrast(TOKENS[ink][scheme], TOKENS[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface"])
def test_the_edge_of_a_field_can_be_seen(ground: str, scheme: int) -> None:
    assert contrast(TOKENS["line-strong"][scheme], TOKENS[ground][scheme]) >= 3


def test_every_variable_in_use_is_a_token() -> None:
    defined = set(re.findall(r"--([a-z0-9-]+):", (CSS / "10-tokens.css").read_text()))
    used = {name for path in CSS.glob("*.css") for name in re.findall(r"var\(--([a-z0-9-]+)", path.read_text())}
    assert used - defined == set()
