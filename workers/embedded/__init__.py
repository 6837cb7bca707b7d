"""A real PostgreSQL and a real Redis from their wheels, where no address of one is given."""

from workers.embedded.postgres import Postgres
from workers.embedded.redis import Redis
from workers.embedded.servers import Servers, embedded

__all__ = ["Postgres", "Redis", "Servers", "embedded"]
