"""The hand all pictures are drawn by: one frame, one line, two tints that stand on light and on dark ground."""

from dataclasses import dataclass
from math import cos, pi, sin

WIDTH = 400
LINE, FINE, TINT, ACCENT = "#5b7083", "#8fa1b1", "#9fb2c3", "#d08a3c"


@dataclass(frozen=True, slots=True)
class Picture:
    """What is to be drawn: the name of a motif and its dimensions, rounded so that near ones share a picture."""

    motif: str
    sizes: tuple[float, ...] = ()
    tone: str = "steel"

    @property
    def name(self) -> str:
        """The file's name, unique among pictures."""
        numbers = "-".join(f"{size:g}".replace(".", "_") for size in self.sizes)
        return "-".join(part for part in (self.motif, numbers, self.tone) if part)


_TONES = {
    "steel": ("#9fb2c3", "#5b7083"),
    "stainless": ("#b9c7cf", "#62757f"),
    "black": ("#58636e", "#3d4852"),
    "brass": ("#d9b25f", "#8f6d25"),
    "white": ("#e4e9ed", "#7d8c99"),
    "blue": ("#6e9fd0", "#33628f"),
    "yellow": ("#f0c849", "#957416"),
    "orange": ("#e99a50", "#97541b"),
    "green": ("#79b28a", "#3a7350"),
    "red": ("#d87a6e", "#8f3a30"),
    "grey": ("#a3adb5", "#5c6670"),
    "brown": ("#b58a66", "#6f4c2e"),
}


class Sheet:
    """A square sheet of paper; coordinates run from 0 to 400."""

    def __init__(self, tone: str) -> None:
        self.tint, self.line = _TONES[tone]
        self.frame = (0, 0, WIDTH, WIDTH)
        self._parts: list[str] = []

    def svg(self) -> bytes:
        """Return the finished picture; it has no script and no style of its own."""
        body = "".join(self._parts)
        x, y, w, h = self.frame
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {w} {h}" width="{w}" height="{h}">'
            f'<g fill="none" stroke="{self.line}" stroke-width="5" stroke-linejoin="round" stroke-linecap="round">'
            f"{body}</g></svg>"
        ).encode()

    def shape(self, path: str, *, fill: str | None = "tint", width: float = 5, opacity: float = 0.55) -> None:
        """Draw a path, filled with the tint unless told otherwise."""
        colour = {"tint": self.tint, "line": self.line, "accent": ACCENT}.get(fill or "", "none")
        alpha = "" if colour == "none" or opacity == 1 else f' fill-opacity="{opacity:g}"'
        stroke = "" if width == 5 else f' stroke-width="{width:g}"'  # noqa: PLR2004 - the group's own width
        self._parts.append(f'<path d="{path}" fill="{colour}"{alpha}{stroke}/>')

    def box(self, x: float, y: float, w: float, h: float, *, r: float = 4, fill: str | None = "tint") -> None:
        """Draw a rectangle with rounded corners."""
        r = min(r, w / 2, h / 2)
        self.shape(
            f"M{x + r:.1f} {y:.1f}h{w - 2 * r:.1f}q{r:.1f} 0 {r:.1f} {r:.1f}v{h - 2 * r:.1f}"
            f"q0 {r:.1f} {-r:.1f} {r:.1f}h{2 * r - w:.1f}q{-r:.1f} 0 {-r:.1f} {-r:.1f}v{2 * r - h:.1f}"
            f"q0 {-r:.1f} {r:.1f} {-r:.1f}z",
            fill=fill,
        )

    def circle(self, x: float, y: float, r: float, *, fill: str | None = "tint", width: float = 5) -> None:
        """Draw a circle."""
        self.shape(
            f"M{x - r:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 1 0 {-2 * r:.1f} 0z",
            fill=fill,
            width=width,
        )

    def ring(self, x: float, y: float, outer: float, inner: float) -> None:
        """Draw a ring that one can see through."""
        hole = f"M{x - inner:.1f} {y:.1f}a{inner:.1f} {inner:.1f} 0 1 1 {2 * inner:.1f} 0"
        hole += f"a{inner:.1f} {inner:.1f} 0 1 1 {-2 * inner:.1f} 0z"
        rim = f"M{x - outer:.1f} {y:.1f}a{outer:.1f} {outer:.1f} 0 1 0 {2 * outer:.1f} 0"
        self.shape(f"{rim}a{outer:.1f} {outer:.1f} 0 1 0 {-2 * outer:.1f} 0z{hole}")

    def fine(self, path: str) -> None:
        """Draw a thin line: threads, edges, seams."""
        self.shape(path, fill=None, width=2.5)

    def hexagon(self, x: float, y: float, r: float, *, fill: str | None = "tint") -> None:
        """Draw a regular hexagon with corners at distance r."""
        points = [(x + r * cos(pi / 6 + pi / 3 * i), y + r * sin(pi / 6 + pi / 3 * i)) for i in range(6)]
        self.shape("M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in points) + "z", fill=fill)

    def thread(self, x: float, y: float, w: float, h: float) -> None:
        """Draw a threaded length lying along x, from its left upper corner."""
        self.box(x, y, w, h, r=3)
        steps = max(3, int(w / 13))
        marks = (x + w * (i + 0.5) / steps for i in range(steps))
        self.fine("".join(f"M{m - 2:.1f} {y:.1f}l5 {h:.1f}" for m in marks))
