"""Figures about the event log, the subscriptions, the jobs and this process's projections, for Prometheus."""

from collections.abc import Iterator, Sequence

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from fondaco.platform import dead_letters, event_log
from fondaco.platform.follower import Follower
from fondaco.platform.transaction import Database

_OUTBOX = text("SELECT count(*) FROM platform.outbox")
_JOBS = text("SELECT status::text AS status, count(*) AS total FROM procrastinate.procrastinate_jobs GROUP BY status")
_UP = "Whether the database answers"
_STATUSES = ("todo", "doing", "failed")


class LogFigures(Collector):
    """Asks the database when somebody looks; `followers` are those of this process."""

    def __init__(self, *, database: Database, followers: Sequence[Follower] = ()) -> None:
        self._database = database
        self._followers = followers

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Name nothing in advance: registering must not ask the database."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Read all figures in one transaction; while the database is away only that is told."""
        try:
            with self._database.snapshot() as tx:
                head = event_log.head(tx=tx)
                waiting = tx.execute(_OUTBOX).scalar_one()
                standings = dead_letters.standings(tx=tx)
                jobs = {row.status: int(row.total) for row in tx.execute(_JOBS)}
        except SQLAlchemyError:
            yield GaugeMetricFamily("fondaco_database_up", _UP, value=0)
            return
        yield GaugeMetricFamily("fondaco_database_up", _UP, value=1)
        yield GaugeMetricFamily("fondaco_event_log_position", "The last position of the event log", value=head)
        yield GaugeMetricFamily("fondaco_outbox_waiting", "Facts that the relay has not moved yet", value=waiting)
        behind = GaugeMetricFamily("fondaco_subscription_behind", "Facts not handled yet", labels=["subscription"])
        retrying = GaugeMetricFamily("fondaco_subscription_retrying", "Facts tried again", labels=["subscription"])
        dead = GaugeMetricFamily("fondaco_subscription_dead_letters", "Facts given up", labels=["subscription"])
        for standing in standings:
            behind.add_metric([standing.name], standing.behind)
            retrying.add_metric([standing.name], standing.waiting)
            dead.add_metric([standing.name], standing.dead)
        yield from (behind, retrying, dead)
        queue = GaugeMetricFamily("fondaco_jobs", "Jobs in the queue by status", labels=["status"])
        for status in _STATUSES:
            queue.add_metric([status], jobs.get(status, 0))
        yield queue
        lag = GaugeMetricFamily("fondaco_follower_behind", "Positions the projections are behind", labels=["follower"])
        for follower in self._followers:
            lag.add_metric([follower.name], head - (follower.position or 0))
        yield lag
