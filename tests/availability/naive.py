"""Planning piece by piece, so plainly that one sees it is right: every piece tries every day until all fits."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

# Goods are taken from the south first where both have them on the same day.
PLACES = ["SUED", "NORD"]
DAYS = 5
Piece = tuple[str, int] | None


@dataclass
class Waiting:
    """A document of one line: how many pieces are open, and where and when each of them comes."""

    quantity: int
    pieces: list[Piece]
    expires: int | None


@dataclass
class Naive:
    """One product at two places; days are counted from the first one."""

    stock: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PLACES, 0))
    receipts: dict[str, tuple[int, int]] = field(default_factory=dict)
    claims: dict[UUID, Waiting] = field(default_factory=dict)
    today: int = 0

    def reserve(self, document: UUID, quantity: int, *, expires: bool) -> None:
        """Take a new document in; it expires within the day, if at all."""
        claim = Waiting(quantity, [], self.today + 1 if expires else None)
        self.claims[document] = claim
        claim.pieces = self._planned(claim)

    def release(self, document: UUID) -> None:
        """Forget a document."""
        del self.claims[document]

    def deliver(self, document: UUID, quantity: int) -> None:
        """Let pieces leave the house, the earliest first."""
        claim = self.claims[document]
        left = max(claim.quantity - quantity, 0)
        pieces = sorted((piece for piece in claim.pieces if piece), key=lambda piece: piece[1])
        claim.pieces = [*pieces[quantity:], *[None] * left][:left]
        claim.quantity = left
        if not left:
            self.release(document)

    def pass_a_day(self) -> None:
        """Let a day pass."""
        self.today += 1
        self.claims = {id: one for id, one in self.claims.items() if one.expires is None or one.expires > self.today}

    def plan(self) -> None:
        """Plan everything again, the oldest first."""
        if self._fits():
            for claim in self.claims.values():
                self._improve(claim)
        else:
            before = [claim.pieces for claim in self.claims.values()]
            self._clear()
            for claim, old in zip(self.claims.values(), before, strict=True):
                claim.pieces = self._planned(claim, old)

    def told(self, document: UUID) -> list[tuple[int, int | None]]:
        """Say what a document is promised, by day."""
        days = Counter(piece[1] if piece else None for piece in self.claims[document].pieces)
        return sorted(((q, day) for day, q in days.items()), key=lambda one: (one[1] is None, one[1] or 0))

    def still_open(self, document: UUID, told: list[tuple[int, int | None]]) -> list[tuple[int, int | None]]:
        """Take what has left the house off a promise made before, the earliest first."""
        open_ = self.claims[document].quantity if document in self.claims else 0
        pieces = [day for quantity, day in told for _ in range(quantity)]
        days = Counter(pieces[len(pieces) - open_ :])
        return sorted(((q, day) for day, q in days.items()), key=lambda one: (one[1] is None, one[1] or 0))

    def demand_nothing_twice(self) -> None:
        """Refuse a plan that gives one piece twice."""
        assert self._fits()

    def _clear(self) -> None:
        for claim in self.claims.values():
            claim.pieces = []

    def _improve(self, claim: Waiting) -> bool:
        old, claim.pieces = claim.pieces, []
        new = self._planned(claim, old)
        better = self._sooner(new, old)
        claim.pieces = new if better else old
        return better

    def _planned(self, claim: Waiting, old: list[Piece] | None = None) -> list[Piece]:
        claim.pieces = []
        for _ in range(claim.quantity):
            tries = [(place, day) for day in range(self.today, self.today + 2 * DAYS) for place in PLACES]
            found = next((one for one in tries if self._fits_with(claim, one)), None)
            claim.pieces.append(found)
        return self._with_days_kept(claim.pieces, old)

    def _with_days_kept(self, pieces: list[Piece], old: list[Piece] | None) -> list[Piece]:
        due = Counter(piece for piece in old or [] if piece and piece[1] <= self.today)
        kept: list[Piece] = []
        for piece in pieces:
            # What was due and is there keeps its day.
            same = min((one for one in due if due[one] and piece == (one[0], self.today)), default=None)
            if same is not None:
                due[same] -= 1
            kept.append(same or piece)
        return kept

    def _fits_with(self, claim: Waiting, piece: Piece) -> bool:
        claim.pieces.append(piece)
        fits = self._fits()
        claim.pieces.pop()
        return fits

    def _fits(self) -> bool:
        taken = [piece for claim in self.claims.values() for piece in claim.pieces if piece]
        for place in PLACES:
            for day in range(self.today, self.today + 2 * DAYS):
                there = self.stock[place]
                coming = self.receipts.get(place, (0, 0))
                there += coming[1] if self.today <= coming[0] <= day else 0
                if sum(one[0] == place and max(one[1], self.today) <= day for one in taken) > there:
                    return False
        return True

    def _sooner(self, new: list[Piece], old: list[Piece]) -> bool:
        def by(pieces: list[Piece], day: int) -> int:
            return sum(piece is not None and piece[1] <= day for piece in pieces)

        gains = [by(new, day) - by(old, day) for day in range(2 * DAYS + self.today)]
        return min(gains) >= 0 and max(gains) > 0
