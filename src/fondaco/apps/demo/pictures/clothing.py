"""Motifs of protective wear."""

from fondaco.apps.demo.pictures.drawing import Sheet


def glove(sheet: Sheet, coated: float = 0) -> None:
    """Draw a glove, its palm coated or not."""
    sheet.shape(
        "M140 365v-90q-38 -28 -52 -74q-8 -26 14 -32t32 18l16 26v-140q0 -24 20 -24t20 24v90v-118q0 -24 20 -24t20 24"
        "v118v-104q0 -22 19 -22t19 22v118v-76q0 -20 17 -20t17 20v128q0 60 -32 92v74z"
    )
    sheet.box(134, 340, 160, 34, r=6)
    if coated:
        sheet.shape("M150 300q70 30 140 0v-90q-70 -22 -136 6z", fill="line", opacity=0.35, width=2.5)


def shoe(sheet: Sheet, boot: float = 0) -> None:
    """Draw a shoe, or a boot."""
    top = 90 if boot else 150
    sheet.shape(f"M92 {top}h96q6 70 62 92l78 28q30 12 30 50v14h-270q-10 0 -10 -14z")
    sheet.box(70, 284, 296, 34, r=10, fill="line")
    for i in range(4):
        sheet.fine(f"M{186 + 18 * i} {top + 54 + 16 * i}l34 -18")
    sheet.fine("M300 250q-14 22 -10 34")


def jacket(sheet: Sheet, reflective: float = 0) -> None:
    """Draw a jacket, with reflective tape or without."""
    sheet.shape("M150 60q50 30 100 0l74 34l40 190l-52 14l-24 -104v170h-176v-170l-24 104l-52 -14l40 -190z")
    sheet.fine("M200 78v286M150 60q10 44 50 60q40 -16 50 -60")
    if reflective:
        sheet.shape("M112 220h176v26h-176zM112 290h176v26h-176z", fill="accent", width=2.5, opacity=0.9)


def trousers(sheet: Sheet) -> None:
    """Draw trousers."""
    sheet.shape("M120 45h160l22 320h-78l-24 -220l-24 220h-78z")
    sheet.fine("M120 80h160M200 80v65M132 210h52v54h-56M268 210h-52v54h56")


def shirt(sheet: Sheet) -> None:
    """Draw a shirt."""
    sheet.shape("M145 70q55 40 110 0l80 44l-30 76l-41 -18v178h-128v-178l-41 18l-30 -76z")


def helmet(sheet: Sheet) -> None:
    """Draw a helmet."""
    sheet.shape("M70 255a130 140 0 0 1 260 0z")
    sheet.shape("M48 255h316q14 0 14 14t-14 14h-316q-14 0 -14 -14t14 -14z", fill="line")
    sheet.fine("M165 128q-14 60 -10 127M235 128q14 60 10 127M200 116v139")


def glasses(sheet: Sheet) -> None:
    """Draw glasses."""
    sheet.shape(
        "M50 160h130q14 0 14 20q6 -10 12 0q0 -20 14 -20h130q0 96 -70 96q-60 0 -72 -58h-16q-12 58 -72 58q-70 0 -70 -96z"
    )
    sheet.fine("M50 160l-22 -34M350 160l22 -34M80 180l40 0M250 180l40 0")


def ear_muffs(sheet: Sheet) -> None:
    """Draw ear muffs."""
    sheet.shape("M90 220a110 130 0 0 1 220 0h-22a88 106 0 0 0 -176 0z")
    sheet.box(66, 205, 66, 124, r=26)
    sheet.box(268, 205, 66, 124, r=26)


def mask(sheet: Sheet) -> None:
    """Draw a respirator."""
    sheet.shape("M80 190q120 -120 240 0q10 110 -120 150q-130 -40 -120 -150z")
    sheet.circle(200, 250, 34)
    sheet.fine("M80 190q-40 -10 -56 20M320 190q40 -10 56 20M182 250h36M182 238h36M182 262h36")
