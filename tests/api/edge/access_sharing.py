"""What the access matrix asks for of one's own space: one of each of two people, offered and called back once."""

from __future__ import annotations

from datetime import date, timedelta

from scheduler.ids import new_id
from scheduler.models import CallBack, Feedback, Resource, Space, SpaceShare
from tests.town import START, Town


def sharing_things(town: Town, at: int, site: str) -> dict[str, str]:
    """A space of a person at a site, its offer, what was called back of it, and what they said of the site."""
    member = town.people[at].member_id
    assert member is not None
    own = {"id": new_id(), "community_id": town.community_id}
    begin = START + timedelta(days=20)
    with town.database.writing() as session:
        resource = Resource(community_id=town.community_id, kind="space", subject_id=own["id"])
        session.add(resource)
        session.flush()
        space = Space(**own, site_id=town.sites[site], resource_id=resource.id, code=f"own-{at}", owner_id=member)
        share = SpaceShare(
            id=new_id(),
            community_id=town.community_id,
            space_id=space.id,
            member_id=member,
            windows=[{"days": "every", "start": "08:00", "end": "18:00"}],
            first=START.date(),
            last=date(2026, 12, 31),
            channel="web",
            offered_at=START,
        )
        back = CallBack(
            id=new_id(),
            community_id=town.community_id,
            share_id=share.id,
            space_id=space.id,
            starts_at=begin,
            ends_at=begin + timedelta(hours=2),
            state="given_back",
            asked_at=START,
        )
        said = Feedback(
            id=new_id(),
            community_id=town.community_id,
            member_id=member,
            subject="site",
            subject_id=town.sites[site],
            use_id=new_id(),
            stars=4,
            channel="web",
            given_at=START,
        )
        for row in (space, share, back, said):
            session.add(row)
            session.flush()
        return {
            "share_id": str(share.id),
            "call_back_id": str(back.id),
            "feedback_id": str(said.id),
            "use_id": str(said.use_id),
        }
