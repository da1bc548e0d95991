"""Allocations piece by piece: every piece that is free is laid out, and each allocation in turn marks the earliest."""

from dataclasses import dataclass, field
from uuid import UUID

from tests.availability.naive import DAYS, PLACES, Naive, Piece, Waiting

HORIZON = 3 * DAYS


@dataclass
class Share:
    """Pieces kept for an owner at a place or anywhere, from one day until before another."""

    owner: str
    quantity: int
    place: str | None
    number: int
    start: int
    end: int | None
    used: int = 0

    def in_force(self, day: int) -> bool:
        """Tell whether it counts on a day."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass
class NaiveAllocations(Naive):
    """The naive plan for buyers with names, some of whom have pieces kept for them."""

    shares: dict[UUID, Share] = field(default_factory=dict)
    who: dict[UUID, str] = field(default_factory=dict)
    numbers: dict[UUID, int] = field(default_factory=dict)
    drawn: dict[UUID, list[UUID | None]] = field(default_factory=dict)
    count: int = 0

    def reserve_for(self, document: UUID, who: str, quantity: int, *, expires: bool) -> None:
        """Take in a document of a buyer."""
        self.count += 1
        self.who[document], self.numbers[document] = who, self.count
        self.reserve(document, quantity, expires=expires)

    def keep(self, id: UUID, share: Share) -> None:
        """Keep pieces from now on; a change keeps its place in the order and what was used."""
        self.count += 1
        before = self.shares.get(id)
        share.number, share.used = (before.number, before.used) if before else (self.count, 0)
        self.shares[id] = share

    def deliver(self, document: UUID, quantity: int) -> None:
        """Let pieces leave the house: they are used of what they were drawn from."""
        claim = self.claims[document]
        pairs = [pair for pair in zip(claim.pieces, self.drawn[document], strict=True) if pair[0]]
        pairs.sort(key=lambda pair: pair[0][1] if pair[0] else 0)
        for _, share in pairs[:quantity]:
            if share is not None:
                self.shares[share].used += 1
        super().deliver(document, quantity)
        left = [share for _, share in pairs[quantity:]]
        self.drawn[document] = [*left, *[None] * len(claim.pieces)][: len(claim.pieces)]

    def held_of(self, share: UUID) -> int:
        """Count the pieces that are drawn and have not left the house."""
        return sum(self.drawn[document].count(share) for document in self.claims)

    def left(self) -> dict[UUID, int]:
        """Say what of each allocation in force nobody drew yet, in the order in which they are served."""
        order = sorted(self.shares, key=lambda one: (self.shares[one].place is None, self.shares[one].number))
        return {
            id: self.shares[id].quantity - self.shares[id].used - self.held_of(id)
            for id in order
            if self.shares[id].in_force(self.today)
        }

    def there_for(self, who: str, number: int | None = None) -> list[tuple[int, str]]:
        """Lay out the pieces one may get, by day and place: free for all, or marked for him."""
        pieces: list[list[object]] = []
        for place in PLACES:
            free = [self._free(place, day) for day in range(self.today, self.today + HORIZON)]
            for ahead, day in enumerate(range(self.today, self.today + HORIZON)):
                lasting, before = min(free[ahead:]), min(free[ahead - 1 :]) if ahead else 0
                pieces += [[day, place, None] for _ in range(max(lasting, 0) - max(before, 0))]
        pieces.sort(key=lambda piece: (piece[0], PLACES.index(str(piece[1]))))
        for id, quantity in self.left().items():
            share = self.shares[id]
            if number is not None and share.number > number and share.owner != who:
                continue
            for _ in range(quantity):
                open_ = (piece for piece in pieces if piece[2] is None and share.place in (None, piece[1]))
                if (piece := next(open_, None)) is not None:
                    piece[2] = share.owner
        return [(int(str(day)), str(place)) for day, place, owner in pieces if owner in (None, who)]

    def _free(self, place: str, day: int) -> int:
        coming = self.receipts.get(place, (0, 0))
        there = self.stock[place] + (coming[1] if self.today <= coming[0] <= day else 0)
        taken = (piece for claim in self.claims.values() for piece in claim.pieces if piece)
        return there - sum(one[0] == place and max(one[1], self.today) <= day for one in taken)

    def _clear(self) -> None:
        super()._clear()
        self.drawn = {document: [] for document in self.claims}

    def _improve(self, claim: Waiting) -> bool:
        """Plan a claim again; where that is no better, it stays drawn from what it was."""
        document = next(id for id, one in self.claims.items() if one is claim)
        drawn = self.drawn[document]
        better = super()._improve(claim)
        if not better:
            self.drawn[document] = drawn
        return better

    def _planned(self, claim: Waiting, old: list[Piece] | None = None) -> list[Piece]:
        document = next(id for id, one in self.claims.items() if one is claim)
        claim.pieces, self.drawn[document] = [], []
        there: list[Piece] = [(place, day) for day, place in self.there_for(self.who[document], self.numbers[document])]
        got = [*there, *[None] * claim.quantity][: claim.quantity]
        kept = self._with_days_kept(got, old)
        kept.sort(key=lambda piece: (piece is None, piece[1] if piece else 0))
        left = self.left()
        drawn: list[UUID | None] = []
        for piece in kept:
            mine = (
                id
                for id, quantity in left.items()
                if quantity > 0
                and piece
                and self.shares[id].owner == self.who[document]
                and self.shares[id].place in (None, piece[0])
            )
            share = next(mine, None)
            if share is not None:
                left[share] -= 1
            drawn.append(share)
        self.drawn[document] = drawn
        return kept
