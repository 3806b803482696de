"""The bound that multipliers prove, in whole numbers, whichever multipliers they are.

A place of a request is a site with one kind of spaces for each of its stays. Every row says of any valid plan that a
weighted count of the rights it gives is at most `limit`. With a multiplier u >= 0 for each row (Geoffrion 1974,
Lagrangean relaxation)::

    points of any valid plan <= sum of u * limit
                                + sum over requests of max(0, max over its places of (points - sum of u * weight))

Rows, each ``[name, key..., multiplier]``, times in minutes from midnight of the first planned date:

- ``spaces, minute, [names]``: rights that stand (the guard included) on spaces of those kinds, at most as many as there
  are; the name of a space stands for all spaces that no rule tells from it.
- ``owner_reserve, site, minute``; ``outside_cap, site, minute``: rights that stand at a site.
- ``gate_throughput, site, minute``: entries and exits in the quarter of an hour that begins then.
- ``household_cap, household``; ``one_right_per_vehicle, vehicle, minute``: rights, wherever they are.
- ``reciprocity, a, b``: rights of a's people at b less those of b's at a; this multiplier has a sign, as the difference
  is limited both ways. All other negative multipliers count as 0.

Pins are not used: the bound holds for plans without them too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from solvers.audit.parking.eligible import Eligibility
from solvers.audit.parking.scene import Kind, Record, Scene, Stay, whole
from solvers.audit.parking.sites import QUARTER
from solvers.audit.protocol import Malformed
from solvers.audit.times import DAY, Minutes, has

MOST = 10**15
Prices = dict[str, Counter[int]]
"""Multipliers by name (of a kind, site or vehicle) and minute."""


class Multipliers:
    """The rows of a bound with their multipliers, and what all their limits are worth (`capacity`)."""

    def __init__(self, scene: Scene, rows: Sequence[Sequence[Any]]) -> None:
        self.scene = scene
        self.capacity = 0
        self.spaces: Prices = {}
        self.reserve: Prices = {}
        self.outside: Prices = {}
        self.gates: Prices = {}
        self.vehicles: Prices = {}
        self.households: Counter[str] = Counter()
        self.partners: Counter[tuple[str, str]] = Counter()
        """What a right of the people of one site costs at another."""
        takers: Mapping[str, Callable[..., None]] = {
            "spaces": self._spaces,
            "owner_reserve": self._reserve,
            "outside_cap": self._outside,
            "gate_throughput": self._gate,
            "household_cap": self._household,
            "one_right_per_vehicle": self._vehicle,
            "reciprocity": self._reciprocity,
        }
        for at, (name, *key, multiplier) in enumerate(rows):
            field = f"bound.rows[{at}]"
            price = _integer(multiplier, field)
            if name not in takers:
                raise Malformed("unknown_id", field, name=str(name)[:40])
            if price > 0 or name == "reciprocity":
                takers[name](field, price, *key)

    def _spaces(self, field: str, price: int, minute: int, names: Sequence[str]) -> None:
        for kind in dict.fromkeys(_known(self.scene.units, name, field) for name in names):
            self.spaces.setdefault(kind.name, Counter())[_integer(minute, field)] += price
            self.capacity += price * kind.size

    def _reserve(self, field: str, price: int, site: str, minute: int) -> None:
        kinds = _known(self.scene.at_site, site, field)
        self.reserve.setdefault(site, Counter())[_integer(minute, field)] += price
        self.capacity += price * self.scene.left_for_rights(
            sum(kind.size for kind in kinds if has(kind.hours.open, minute))
        )

    def _outside(self, field: str, price: int, site: str, minute: int) -> None:
        _known(self.scene.sites, site, field)
        self.outside.setdefault(site, Counter())[_integer(minute, field)] += price
        self.capacity += price * self.scene.outside_cap(site)

    def _gate(self, field: str, price: int, site: str, minute: int) -> None:
        limit = _known(self.scene.sites, site, field).get("gate_limit")
        if limit is None:
            raise Malformed("unknown_id", field, name=site)
        self.gates.setdefault(site, Counter())[_integer(minute, field) // QUARTER] += price
        self.capacity += price * whole(limit, field)

    def _household(self, field: str, price: int, household: str) -> None:
        cap = self.scene.policy.get("household_cap", 2)
        if cap is None:
            raise Malformed("unknown_id", field, name=household)
        self.households[household] += price
        self.capacity += price * whole(cap, field)

    def _vehicle(self, field: str, price: int, vehicle: str, minute: int) -> None:
        self.vehicles.setdefault(vehicle, Counter())[_integer(minute, field)] += price
        self.capacity += price

    def _reciprocity(self, field: str, price: int, a: str, b: str) -> None:
        pair = next((pair for pair in self.scene.partners if (pair["a"], pair["b"]) == (a, b)), None)
        if pair is None:
            raise Malformed("unknown_id", field, name=f"{a}~{b}"[:40])
        self.partners[a, b] += price
        self.partners[b, a] -= price
        self.capacity += abs(price) * whole(pair["tolerance"], field)


class PointsBound:
    """Upper bound on the points of any valid plan of a scene."""

    def __init__(self, scene: Scene, bound: Record) -> None:
        self.scene, self.eligibility = scene, Eligibility(scene)
        self.denominator = _integer(bound["denominator"], "bound.denominator")
        if self.denominator < 1:
            raise Malformed("malformed", "bound.denominator", value=self.denominator)
        self.prices = Multipliers(scene, bound["rows"])
        self._bytes: dict[Stay, tuple[bytes, bytes]] = {}
        self._stands: dict[tuple[str, Stay], int] = {}
        self._stays: dict[tuple[str, tuple[Stay, ...], bool], int] = {}

    def value(self) -> int:
        """The bound, rounded down: points are whole numbers."""
        gains = sum(self._gain(request) for request in self.scene.requests.values())
        return (self.prices.capacity + gains) // self.denominator

    def _gain(self, request: Record) -> int:
        """What a request is worth at its best place above all that it costs there; 0 where that is less."""
        stays = self.scene.stays(request)
        worth = self.denominator * self.scene.points(request) - self._anywhere(request, stays)
        best = 0
        for site in request["walk"] if worth > 0 or self.prices.partners else ():
            usable = [self.eligibility.usable(request, site, stay) for stay in stays]
            if all(usable):
                best = max(best, worth - self._there(request, site, stays, usable))
        return best

    def _anywhere(self, request: Record, stays: Sequence[Stay]) -> int:
        """Multipliers of household and vehicle."""
        household = request.get("household")
        cost = self.prices.households[household] if household is not None else 0
        for minute, price in self.prices.vehicles.get(request["vehicle"], {}).items():
            cost += price * any(has(stay.minutes, minute) for stay in stays)
        return cost

    def _there(self, request: Record, site: str, stays: tuple[Stay, ...], usable: Sequence[tuple[Kind, ...]]) -> int:
        """Multipliers of a site, its cheapest spaces and its partners."""
        key = (site, stays, request.get("party", "tenant") == "outside")
        if key not in self._stays:
            self._stays[key] = self._site(*key)
        home = request.get("home_site")
        cost = self._stays[key] + (self.prices.partners[home, site] if home is not None else 0)
        return cost + sum(
            min(self._space(kind, stay) for kind in kinds) for kinds, stay in zip(usable, stays, strict=True)
        )

    def _site(self, site: str, stays: tuple[Stay, ...], outside: bool) -> int:
        cost = 0
        for prices in (self.prices.reserve, self.prices.outside) if outside else (self.prices.reserve,):
            cost += sum(self._standing(stay, prices.get(site, {}), 0) for stay in stays)
        if site in self.prices.gates:
            passing = Counter(minute // QUARTER for stay in stays for minute in stay.passings)
            cost += sum(price * passing[quarter] for quarter, price in self.prices.gates[site].items())
        return cost

    def _space(self, kind: Kind, stay: Stay) -> int:
        key = (kind.name, stay)
        if key not in self._stands:
            self._stands[key] = self._standing(stay, self.prices.spaces.get(kind.name, {}), 1)
        return self._stands[key]

    def _standing(self, stay: Stay, prices: Mapping[int, int], guarded: int) -> int:
        """Multipliers of the minutes at which a stay stands."""
        if stay not in self._bytes:
            self._bytes[stay] = (_bytes(stay.minutes), _bytes(stay.kept))
        bits = self._bytes[stay][guarded]
        size = 8 * len(bits)
        return sum(
            price
            for minute, price in prices.items()
            if 0 <= minute + DAY < size and bits[(minute + DAY) >> 3] >> ((minute + DAY) & 7) & 1
        )


def _bytes(minutes: Minutes) -> bytes:
    """A set of minutes, a byte for each eight: a look at one minute need not shift them all."""
    return minutes.to_bytes(minutes.bit_length() // 8 + 1, "little")


def _integer(value: object, field: str) -> int:
    if type(value) is not int or abs(value) > MOST:
        raise Malformed("malformed", field, value=str(value)[:40])
    return value


def _known(names: Mapping[str, Any], name: str, field: str) -> Any:
    if name not in names:
        raise Malformed("unknown_id", field, name=str(name)[:40])
    return names[name]
