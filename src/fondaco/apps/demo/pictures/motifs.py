"""What can be drawn: one function a motif, from the article's own dimensions."""

from collections.abc import Callable, Mapping
from math import cos, pi, sin

from fondaco.apps.demo.pictures import clothing
from fondaco.apps.demo.pictures.drawing import Picture, Sheet

_MIDDLE = 200.0
# What lies is drawn on a landscape sheet, or it would look small among what is round.
_LANDSCAPE = (20, 65, 360, 270)
_LYING = frozenset(
    {
        "hex_bolt",
        "socket_screw",
        "countersunk",
        "round_head",
        "wood_screw",
        "set_screw",
        "rod",
        "drill",
        "tap",
        "saw_blade",
        "screwdriver",
    }
)


def draw(picture: Picture) -> bytes:
    """Return the picture as SVG."""
    sheet = Sheet(picture.tone)
    if picture.motif in _LYING:
        sheet.frame = _LANDSCAPE
    _MOTIFS[picture.motif](sheet, *picture.sizes)
    return sheet.svg()


def _bolt_frame(ratio: float) -> tuple[float, float]:
    """Fit shank length and thickness to the sheet; `ratio` is length over diameter."""
    shown = min(max(ratio, 0.8), 9.0)
    thick = min(78.0, 300.0 / (shown + 1.6))
    return thick, thick * shown


def _hex_bolt(sheet: Sheet, ratio: float, threaded: float = 1.0) -> None:
    thick, length = _bolt_frame(ratio)
    left = _MIDDLE - (length + thick * 0.65) / 2
    head, height = thick * 0.65, thick * 1.9
    _hex_head(sheet, left, head, height)
    shank = length * (1 - threaded)
    if shank:
        sheet.box(left + head, _MIDDLE - thick / 2, shank, thick, r=2)
    sheet.thread(left + head + shank, _MIDDLE - thick / 2, length - shank, thick)


def _hex_head(sheet: Sheet, left: float, head: float, height: float) -> None:
    sheet.box(left, _MIDDLE - height / 2, head, height, r=7)
    sheet.fine(f"M{left:.1f} {_MIDDLE - height / 4:.1f}h{head:.1f}M{left:.1f} {_MIDDLE + height / 4:.1f}h{head:.1f}")


def _socket_screw(sheet: Sheet, ratio: float) -> None:
    thick, length = _bolt_frame(ratio)
    left = _MIDDLE - (length + thick) / 2
    sheet.box(left, _MIDDLE - thick * 0.78, thick, thick * 1.56, r=6)
    for i in range(1, 7):
        y = _MIDDLE - thick * 0.78 + thick * 1.56 * i / 7
        sheet.fine(f"M{left + 6:.1f} {y:.1f}h{thick * 0.6:.1f}")
    sheet.thread(left + thick, _MIDDLE - thick / 2, length, thick)


def _countersunk(sheet: Sheet, ratio: float) -> None:
    thick, length = _bolt_frame(ratio)
    head = thick * 0.55
    left = _MIDDLE - (length + head) / 2
    top, bottom = _MIDDLE - thick, _MIDDLE + thick
    sheet.shape(f"M{left:.1f} {top:.1f}l{head:.1f} {thick / 2:.1f}v{thick:.1f}L{left:.1f} {bottom:.1f}z")
    sheet.thread(left + head, _MIDDLE - thick / 2, length, thick)


def _round_head(sheet: Sheet, ratio: float) -> None:
    thick, length = _bolt_frame(ratio)
    head = thick * 0.6
    left = _MIDDLE - (length + head) / 2
    sheet.shape(
        f"M{left + head:.1f} {_MIDDLE - thick * 0.95:.1f}q{-head * 1.3:.1f} {thick * 0.2:.1f} {-head * 1.3:.1f} "
        f"{thick * 0.95:.1f}t{head * 1.3:.1f} {thick * 0.95:.1f}z"
    )
    sheet.thread(left + head, _MIDDLE - thick / 2, length, thick)


def _wood_screw(sheet: Sheet, ratio: float) -> None:
    thick, length = _bolt_frame(ratio)
    thick *= 0.8
    head = thick * 0.6
    left = _MIDDLE - (length + head) / 2
    sheet.shape(
        f"M{left:.1f} {_MIDDLE - thick:.1f}l{head:.1f} {thick / 2:.1f}v{thick:.1f}L{left:.1f} {_MIDDLE + thick:.1f}z"
    )
    x, end = left + head, left + head + length
    sheet.shape(
        f"M{x:.1f} {_MIDDLE - thick * 0.38:.1f}H{end - thick:.1f}L{end:.1f} {_MIDDLE:.1f}L{end - thick:.1f} {_MIDDLE + thick * 0.38:.1f}H{x:.1f}z"
    )
    steps = max(4, int(length * 0.7 / 14))
    for i in range(steps):
        m = end - thick * 0.8 - length * 0.7 * i / steps
        sheet.fine(f"M{m:.1f} {_MIDDLE - thick * 0.55:.1f}l-8 {thick * 1.1:.1f}")


def _set_screw(sheet: Sheet, ratio: float) -> None:
    thick, length = _bolt_frame(max(ratio, 1.2))
    sheet.thread(_MIDDLE - length / 2, _MIDDLE - thick / 2, length, thick)
    sheet.hexagon(_MIDDLE - length / 2 + thick * 0.1, _MIDDLE, thick * 0.26, fill="line")


def _rod(sheet: Sheet) -> None:
    sheet.thread(30, 175, 340, 46)


def _nut(sheet: Sheet, height: float, locking: float = 0) -> None:
    sheet.hexagon(_MIDDLE, _MIDDLE, 135)
    sheet.circle(_MIDDLE, _MIDDLE, 112, fill=None, width=2.5)
    if locking:
        sheet.circle(_MIDDLE, _MIDDLE, 88, fill="accent")
    sheet.circle(_MIDDLE, _MIDDLE, 56 + 18 * height, fill="line")
    sheet.circle(_MIDDLE, _MIDDLE, 44 + 18 * height, fill=None, width=2.5)


def _cap_nut(sheet: Sheet) -> None:
    sheet.shape("M105 235a95 120 0 0 1 190 0z")
    sheet.box(85, 235, 230, 75, r=8)
    sheet.fine("M145 235v75M255 235v75")


def _flange_nut(sheet: Sheet) -> None:
    sheet.circle(_MIDDLE, _MIDDLE, 155)
    _nut(sheet, 0.4)


def _washer(sheet: Sheet, hole: float) -> None:
    sheet.ring(_MIDDLE, _MIDDLE, 145, 145 * hole)
    sheet.circle(_MIDDLE, _MIDDLE, 138, fill=None, width=2)


def _spring_washer(sheet: Sheet, hole: float) -> None:
    sheet.ring(_MIDDLE, _MIDDLE, 140, 140 * hole)
    sheet.shape("M190 52l30 -8l-8 70l-26 -4z", fill="line")


def _bearing(sheet: Sheet, bore: float, cover: float) -> None:
    """`bore` over outer diameter; cover: 0 open, 1 shields, 2 rubber seals."""
    outer, inner = 160.0, 160.0 * bore
    wall = (outer - inner) * 0.27
    sheet.ring(_MIDDLE, _MIDDLE, outer, outer - wall)
    sheet.ring(_MIDDLE, _MIDDLE, inner + wall, inner)
    if cover:
        sheet.ring(_MIDDLE, _MIDDLE, outer - wall, inner + wall)
        if cover > 1:
            sheet.circle(_MIDDLE, _MIDDLE, (outer + inner) / 2, fill=None, width=9)
        return
    path, ball = (outer + inner) / 2, (outer - inner) * 0.21
    count = max(7, min(14, int(2 * pi * path / (ball * 2.6))))
    for i in range(count):
        angle = 2 * pi * i / count
        sheet.circle(_MIDDLE + path * cos(angle), _MIDDLE + path * sin(angle), ball, fill="tint", width=3.5)


def _roller_bearing(sheet: Sheet, bore: float) -> None:
    outer, inner = 160.0, 160.0 * bore
    wall = (outer - inner) * 0.26
    sheet.ring(_MIDDLE, _MIDDLE, outer, outer - wall)
    sheet.ring(_MIDDLE, _MIDDLE, inner + wall, inner)
    path, half = (outer + inner) / 2, (outer - inner) * 0.2
    for i in range(14):
        angle = 2 * pi * i / 14
        x, y = _MIDDLE + path * cos(angle), _MIDDLE + path * sin(angle)
        dx, dy = half * cos(angle), half * sin(angle)
        sheet.shape(f"M{x - dx:.1f} {y - dy:.1f}L{x + dx:.1f} {y + dy:.1f}", fill=None, width=15)


def _pillow_block(sheet: Sheet) -> None:
    sheet.shape("M50 300h300q8 0 8 -10v-22q0 -10 -10 -10h-38a112 112 0 1 0 -220 0h-38q-10 0 -10 10v22q0 10 8 10z")
    sheet.ring(_MIDDLE, 215, 78, 42)
    sheet.circle(85, 280, 8, fill="line")
    sheet.circle(315, 280, 8, fill="line")


def _o_ring(sheet: Sheet, section: float) -> None:
    sheet.ring(_MIDDLE, _MIDDLE, 150, 150 - 150 * section)


def _cable_tie(sheet: Sheet) -> None:
    sheet.shape("M110 120a112 112 0 1 0 150 -22l-14 22a86 86 0 1 1 -114 16z")
    sheet.box(218, 62, 62, 52, r=8)
    sheet.shape("M232 62l18 -42l22 8l-14 36z")
    for i in range(9):
        angle = 0.25 * pi + i * 0.16 * pi
        x, y = 196 + 99 * cos(angle), 205 + 99 * sin(angle)
        sheet.fine(
            f"M{x - 9 * cos(angle):.1f} {y - 9 * sin(angle):.1f}L{x + 9 * cos(angle):.1f} {y + 9 * sin(angle):.1f}"
        )


def _gland(sheet: Sheet) -> None:
    sheet.thread(60, 152, 95, 96)
    _hex_head(sheet, 155, 55, 170)
    sheet.shape("M210 130h70q38 12 38 70t-38 70h-70z")
    sheet.fine("M225 150h60M225 183h84M225 217h84M225 250h60")
    sheet.circle(318, 200, 22, fill="line")


def _elbow(sheet: Sheet) -> None:
    sheet.shape("M70 120h90q140 0 140 140v90h-100v-80q0 -50 -50 -50h-80z")
    sheet.box(48, 106, 40, 128, r=6)
    sheet.box(186, 318, 128, 40, r=6)


def _tee(sheet: Sheet) -> None:
    sheet.shape("M60 140h280v100h-90v100h-100v-100h-90z")
    sheet.box(40, 126, 40, 128, r=6)
    sheet.box(320, 126, 40, 128, r=6)
    sheet.box(136, 322, 128, 40, r=6)


def _sleeve(sheet: Sheet, left: float, right: float) -> None:
    """Draw a body of two sizes: sockets, nipples, reducers; heights between 0 and 1."""
    big, small = 190 * left, 190 * right
    sheet.thread(40, _MIDDLE - big / 2, 115, big)
    _hex_head(sheet, 155, 90, max(big, small) * 1.28)
    sheet.thread(245, _MIDDLE - small / 2, 115, small)


def _valve(sheet: Sheet) -> None:
    sheet.thread(40, 190, 70, 110)
    sheet.thread(290, 190, 70, 110)
    sheet.circle(_MIDDLE, 245, 88)
    sheet.box(182, 112, 36, 60, r=4)
    sheet.shape("M172 92h182q16 0 16 14t-16 14h-182z", fill="accent", opacity=0.9)


def _hose(sheet: Sheet, stripes: float = 0) -> None:
    for radius in (150.0, 122.0, 94.0):
        sheet.ring(_MIDDLE, _MIDDLE, radius, radius - 24)
    sheet.shape("M350 200v120q0 22 -22 22h-20v-24h18v-118z")
    if stripes:
        sheet.circle(_MIDDLE, _MIDDLE, 138, fill=None, width=2.5)
        sheet.circle(_MIDDLE, _MIDDLE, 110, fill=None, width=2.5)


def _clamp(sheet: Sheet) -> None:
    sheet.ring(_MIDDLE, 220, 130, 112)
    sheet.box(160, 58, 110, 56, r=8)
    _screw_head(sheet)


def _screw_head(sheet: Sheet) -> None:
    sheet.hexagon(292, 86, 26)
    sheet.fine("M275 86h34")


def _spanner(sheet: Sheet) -> None:
    sheet.shape(
        "M70 96l34 34l40 -8l8 -40l-34 -34q52 -10 82 28t10 84l96 96q46 -14 74 18t12 76t-62 42t-66 -62l-104 -104"
        "q-48 20 -84 -10t-6 -120z"
    )
    sheet.circle(318, 320, 24, fill=None)


def _socket(sheet: Sheet, height: float = 0.6) -> None:
    tall = 120 + 160 * height
    top = _MIDDLE - tall / 2
    sheet.box(120, top, 160, tall, r=14)
    sheet.box(142, top + tall * 0.62, 116, tall * 0.38, r=4)
    sheet.fine(f"M120 {top + tall * 0.5:.1f}h160")
    sheet.shape(f"M176 {top:.1f}v-24h48v24z", fill="line")


def _hex_key(sheet: Sheet) -> None:
    sheet.shape("M70 70h40v216q0 24 24 24h206v40h-222q-48 0 -48 -48z")
    sheet.fine("M90 70v228q0 32 32 32h218")


def _screwdriver(sheet: Sheet) -> None:
    sheet.shape("M40 165h130q20 0 30 18v34q-10 18 -30 18h-130q-16 0 -16 -35t16 -35z", fill="accent", opacity=0.9)
    sheet.fine("M52 186h116M52 214h116")
    sheet.box(200, 189, 140, 22, r=3)
    sheet.shape("M340 189l34 6v10l-34 6z", fill="line")


def _drill(sheet: Sheet, ratio: float) -> None:
    thick = max(20.0, min(58.0, 330 / max(ratio, 6) * 1.2))
    sheet.box(30, _MIDDLE - thick / 2, 120, thick, r=3)
    end = 352.0
    sheet.shape(
        f"M150 {_MIDDLE - thick / 2:.1f}H{end:.1f}l{thick * 0.5:.1f} {thick / 2:.1f}l{-thick * 0.5:.1f} {thick / 2:.1f}H150z"
    )
    for i in range(5):
        x = 158 + 39 * i
        sheet.fine(
            f"M{x} {_MIDDLE + thick / 2:.1f}q20 {-thick:.1f} 39 {-thick:.1f}M{x + 14} {_MIDDLE + thick / 2:.1f}q16 {-thick:.1f} 25 {-thick:.1f}"
        )


def _tap(sheet: Sheet) -> None:
    sheet.box(36, 176, 70, 48, r=3)
    sheet.box(106, 184, 100, 32, r=3)
    sheet.thread(206, 168, 140, 64)
    sheet.shape("M346 168l26 18v28l-26 18z", fill="line")


def _hammer(sheet: Sheet) -> None:
    sheet.box(186, 130, 34, 240, r=10, fill="accent")
    sheet.shape("M90 60h130q60 0 90 44l-18 22q-30 -20 -72 -10h-130z")


def _pliers(sheet: Sheet) -> None:
    sheet.shape("M150 372q-26 -120 24 -190l-16 -128q26 -10 40 10v118z", fill="accent", opacity=0.9)
    sheet.shape("M250 372q26 -120 -24 -190l16 -128q-26 -10 -40 10v118z", fill="accent", opacity=0.9)
    sheet.circle(200, 186, 26)


def _saw_blade(sheet: Sheet) -> None:
    sheet.box(30, 170, 340, 52, r=4)
    sheet.circle(52, 196, 8, fill="line")
    sheet.circle(348, 196, 8, fill="line")
    sheet.fine("".join(f"M{34 + 12 * i} 222l6 12l6 -12" for i in range(28)))


def _disc(sheet: Sheet, flaps: float = 0) -> None:
    sheet.ring(_MIDDLE, _MIDDLE, 160, 34)
    sheet.circle(_MIDDLE, _MIDDLE, 66, fill=None)
    for i in range(24 if flaps else 0):
        angle = 2 * pi * i / 24
        sheet.fine(
            f"M{_MIDDLE + 70 * cos(angle):.1f} {_MIDDLE + 70 * sin(angle):.1f}"
            f"L{_MIDDLE + 157 * cos(angle + 0.2):.1f} {_MIDDLE + 157 * sin(angle + 0.2):.1f}"
        )
    if not flaps:
        sheet.circle(_MIDDLE, _MIDDLE, 112, fill=None, width=2.5)


def _abrasive_sheet(sheet: Sheet) -> None:
    sheet.shape("M90 50h220v250q-10 40 -60 50h-160z")
    sheet.shape("M310 300q-50 -10 -60 50q50 -10 60 -50z", fill="line")
    dots = ((110 + 37 * (i % 6) + 11 * (i // 6 % 2), 80 + 33 * (i // 6)) for i in range(36))
    sheet.fine("".join(f"M{x} {y}h3" for x, y in dots))


def _roll(sheet: Sheet) -> None:
    sheet.shape("M120 90h180q40 0 40 110t-40 110h-180z")
    sheet.shape("M120 90q-52 0 -52 110t52 110t52 -110t-52 -110z")
    sheet.circle(120, 200, 30, fill="line")


def _can(sheet: Sheet) -> None:
    sheet.box(130, 120, 140, 250, r=14)
    sheet.shape("M136 122q64 -52 128 0z")
    sheet.box(170, 50, 60, 42, r=8, fill="accent")
    sheet.box(130, 190, 140, 100, r=2, fill=None)


_MOTIFS: Mapping[str, Callable[..., None]] = {
    motif.__name__.removeprefix("_"): motif
    for motif in (
        _hex_bolt, _socket_screw, _countersunk, _round_head, _wood_screw, _set_screw, _rod, _nut, _cap_nut, _flange_nut, _washer,
        _spring_washer, _bearing, _roller_bearing, _pillow_block, _o_ring, _cable_tie, _gland, _elbow, _tee, _sleeve, _valve, _hose,
        _clamp, _screw_head, clothing.glove, clothing.shoe, clothing.jacket, clothing.trousers, clothing.shirt, clothing.helmet, clothing.glasses, clothing.ear_muffs, clothing.mask, _spanner, _socket,
        _hex_key, _screwdriver, _drill, _tap, _hammer, _pliers, _saw_blade, _disc, _abrasive_sheet, _roll, _can,
    )
}  # fmt: skip
