"""Django's PostgreSQL backend on the embedded server: whoever opens a connection has it started."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.backends.postgresql import client
from django.db.utils import OperationalError

from casetracker.localpg.cluster import PORT, Cluster
from casetracker.localpg.errors import LocalPostgresError
from casetracker.localpg.launcher import ensure
from casetracker.postgres import base


def running() -> Cluster:
    try:
        return ensure()
    except (LocalPostgresError, OSError) as error:
        raise OperationalError(str(error)) from error


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell`, with the server's own psql."""

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: Mapping[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        cluster = running()
        address = {"HOST": str(cluster.socket), "PORT": PORT}
        args, env = super().settings_to_cmd_args_env({**settings_dict, **address}, parameters)
        return [str(cluster.programs / "psql"), *args[1:]], env


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "host": str(running().socket), "port": PORT}
