"""The catalogue: one object a rule, each telling a roster its faults and its price, and a model what it must keep."""

from solvers.rosters.rules.coverage import (
    BelowMin,
    BelowTarget,
    ExpectedAttendance,
    OverTarget,
    ShiftCannotRun,
    StandbySeats,
)
from solvers.rosters.rules.crew import AdultOnShift, LeadPresent, MentorNovice, MinCrew, SeatMax, TrainingFirst
from solvers.rosters.rules.fairness import FairBurden, FairBurdenPeak, FairTime, FairTimePeak
from solvers.rosters.rules.filters import (
    Availability,
    DeclineMemory,
    EligiblePerson,
    Insured,
    NoShowLock,
    Qualification,
    RiskExclusion,
)
from solvers.rosters.rules.filters_shift import Banned, FreezeWindow, ProhibitedBeneficiary, Requested
from solvers.rosters.rules.habits import (
    ConsecutiveDaysSoft,
    DesiredHours,
    IncludeIdle,
    MentoringChance,
    Variety,
    Weekends,
)
from solvers.rosters.rules.limits import (
    ConsecutiveDays,
    MaxContinuous,
    MinutesDay,
    MinutesMonth,
    MinutesWeek,
    ShiftsDay,
)
from solvers.rosters.rules.pairs import Gaps, LateToEarly, MinRest, NoOverlap, TravelGap
from solvers.rosters.rules.people import ProhibitedPair, RequiredPair, WishedPair
from solvers.rosters.rules.protocol import Filter, Rule, SeatRule
from solvers.rosters.rules.standing import Continuity, Disruption, Pinned
from solvers.rosters.rules.wishes import (
    Contact,
    NearDayOff,
    NeighbourLoan,
    PreferredRole,
    PreferredTime,
    ScarceSkill,
    Travel,
)

DECIDED = FreezeWindow()
"""The only filter on shifts that were decided elsewhere."""
FILTERS: tuple[Filter, ...] = (
    EligiblePerson(),
    Banned(),
    DECIDED,
    NoShowLock(),
    DeclineMemory(),
    RiskExclusion(),
    Insured(),
    ProhibitedBeneficiary(),
    Requested(),
    Qualification(),
    Availability(),
)
"""Who may be asked at all."""
SEAT_RULES: tuple[SeatRule, ...] = (
    PreferredTime(),
    PreferredRole(),
    Contact(),
    Travel(),
    NearDayOff(),
    ScarceSkill(),
    NeighbourLoan(),
)
"""A price for each seat by itself."""
RULES: tuple[Rule, ...] = (
    NoOverlap(),
    TravelGap(),
    MinutesDay(),
    MinutesWeek(),
    MinutesMonth(),
    MaxContinuous(),
    MinRest(),
    ConsecutiveDays(),
    ShiftsDay(),
    AdultOnShift(),
    MinCrew(),
    SeatMax(),
    LeadPresent(),
    MentorNovice(),
    RequiredPair(),
    ProhibitedPair(),
    TrainingFirst(),
    Pinned(),
    ShiftCannotRun(),
    BelowMin(),
    BelowTarget(),
    OverTarget(),
    FairTime(),
    FairTimePeak(),
    FairBurden(),
    FairBurdenPeak(),
    IncludeIdle(),
    DesiredHours(),
    Continuity(),
    Disruption(),
    WishedPair(),
    Weekends(),
    ConsecutiveDaysSoft(),
    Gaps(),
    ExpectedAttendance(),
    StandbySeats(),
    Variety(),
    MentoringChance(),
    LateToEarly(),
)
"""Rules about seats together."""
