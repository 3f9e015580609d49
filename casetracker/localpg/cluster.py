"""One embedded server: where its files lie, and the few things that PostgreSQL's programs are asked to do with it.

Nothing here is safe against a second process doing the same: launcher.py holds the locks.
"""

import hashlib
import logging
import os
import pwd
import shlex
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from casetracker.localpg import binaries
from casetracker.localpg.errors import LocalPostgresError

NAME = USER = "casetracker"  # the database and its owner
PORT = "5432"  # no port is opened: the number only names the socket
SOCKET = f".s.PGSQL.{PORT}"
LONGEST_SOCKET_PATH = 100  # bytes; the kernel's own limit is 104 on macOS and 108 on Linux
START_SECONDS = 300  # a start after a crash replays the log first

PING_SECONDS = 5
REPLICA = "replica"  # what a replica calls itself in pg_stat_replication of its primary

# Set when the cluster is made, and the operator's to tune afterwards (ALTER SYSTEM).
SETTINGS = {
    "shared_buffers": "256MB",
    "max_connections": "60",
    "random_page_cost": "1.1",
    # Pages ask what one process answers in milliseconds: on two busy cores, calling in others took ten times that.
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "wal_level": "replica",
    "wal_retrieve_retry_interval": "500ms",  # a replica looks for its primary so often
    "client_connection_check_interval": "10s",  # a query whose client was killed ends, too
}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Cluster:
    """Root touches nothing inside `folder`: it is the server user's, and so are the programs that work in it."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def programs(self) -> Path:
        """A link to the bin folder that the server was last started from. Root's own: root runs psql, too."""
        return self.folder.with_name("postgres-programs") / "bin"

    @property
    def socket(self) -> Path:
        """The folder of the socket: a short one in /tmp where the usual path is too long, or would read as a list."""
        usual = self.folder / "socket"
        if len(os.fsencode(usual / SOCKET)) < LONGEST_SOCKET_PATH and "," not in str(usual):
            return usual
        return Path("/tmp", "casetracker-" + hashlib.sha256(os.fsencode(usual)).hexdigest()[:16])  # noqa: S108

    def answers(self) -> bool:
        """Whether the server takes connections now. Costs a millisecond or two."""
        place = make_conninfo(host=str(self.socket), port=PORT, user=USER, dbname=NAME, connect_timeout=PING_SECONDS)
        return PGconn.ping(place.encode()) == Ping.OK

    def start(self, alive: int) -> None:
        """Start a server that is known to be down, from nothing if need be.

        Whatever runs for it, and in the end the server, inherits the open file `alive` with the lock on it.
        Raises LocalPostgresError, or OSError where the disk or the system fails us.
        """
        major = self.prepare()
        if not self.data.exists():
            self.create(major, alive)
        self.check_version(major)
        self.clear_leftovers(alive)
        private = (
            f"-c listen_addresses= -c port={PORT} -c unix_socket_permissions=0700 -k {shlex.quote(str(self.socket))}"
        )
        wait = ["-w", "-t", str(START_SECONDS)]
        pg_ctl = [str(self.programs / "pg_ctl"), "-D", "data", "-l", self.log.name]
        self.run(*pg_ctl, "-o", private, *wait, "start", inherits=alive)

    def stop(self) -> None:
        """Stop the server, if it runs: open transactions are rolled back, what was committed stays."""
        if self.answers():
            self.run(str(self.programs / "pg_ctl"), "-D", "data", "-m", "fast", "-w", "stop")

    def promote(self) -> None:
        """Let a replica that runs follow nobody any more, and take writes. Returns once it does."""
        self.run(str(self.programs / "pg_ctl"), "-D", "data", "-w", "-t", str(START_SECONDS), "promote")

    def prepare(self) -> int:
        """The folders, and the programs; their major version."""
        make_private(self.folder)
        make_private(self.socket)
        self.check_reach()
        programs = binaries.find()
        binaries.link(self.programs, binaries.install(programs, self.programs.parent))
        return programs.major

    def copy(self, primary: "Cluster", alive: int) -> None:
        """Take a copy of a running server, which will follow it as its replica. By another name first, as `create`."""
        self.prepare()
        self.run("rm", "-rf", "data.new", inherits=alive)
        place = make_conninfo(host=str(primary.socket), port=PORT, user=USER, application_name=REPLICA)
        backup = [str(self.programs / "pg_basebackup"), "-d", place, "-D", "data.new"]
        self.run(*backup, "--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", inherits=alive)
        self.run("mv", "data.new", "data", inherits=alive)

    def create(self, major: int, alive: int) -> None:
        """Make the cluster and its database under another name first: what was made by half never counts."""
        self.run("rm", "-rf", "data.new", inherits=alive)
        # The order of code points, and the world's letters: built into PostgreSQL from 17 on, before that the system's.
        letters = ["--lc-ctype=UTF-8" if sys.platform == "darwin" else "--lc-ctype=C.UTF-8"]
        if major >= 17:
            letters = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        initdb = [
            str(self.programs / "initdb"),
            "-D",
            "data.new",
            "-U",
            USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
        ]
        self.run(*initdb, *letters, inherits=alive)
        single = [str(self.programs / "postgres"), "--single", "-D", "data.new", "-c", "exit_on_error=on", "postgres"]
        settings = [f"ALTER SYSTEM SET {name} = '{value}'" for name, value in SETTINGS.items()]
        self.run(*single, input="\n".join([*settings, f"CREATE DATABASE {NAME}", ""]), inherits=alive)
        self.run("mv", "data.new", "data", inherits=alive)

    def check_version(self, major: int) -> None:
        version = self.data / "PG_VERSION"
        if not version.exists():
            raise LocalPostgresError(
                f"{self.data} holds no database. Put a backup back, or start anew: `make clean-db`."
            )
        made_by = version.read_text().strip()
        if made_by != str(major):
            raise LocalPostgresError(
                f"The database in {self.folder} was made by PostgreSQL {made_by}; the programs at hand are of {major}. "
                f"Either go on with {made_by} (set CASETRACKER_PG_BIN to the bin folder of a PostgreSQL {made_by}), "
                "or move the data by dump and restore: docs/operations.md, “A new major version”, has the commands."
            )

    def clear_leftovers(self, alive: int) -> None:
        """Remove what a crash left behind: the process ids in these files may by now belong to strangers."""
        socket = str(self.socket / SOCKET)
        self.run("rm", "-f", "data/postmaster.pid", socket, f"{socket}.lock", inherits=alive)
        if self.log.exists():
            self.run("mv", self.log.name, "log.old", inherits=alive)
        if self.socket.parent != self.folder:
            logger.info("%s makes too long a path for a socket; it lies in %s", self.folder, self.socket)

    def check_reach(self) -> None:
        """PostgreSQL refuses to run as root, and the user it runs as instead needs a way to its files."""
        if subprocess.run(["test", "-w", self.folder], **server_user()).returncode:
            raise LocalPostgresError(
                f"The database server runs as the user “{server_user_name()}”, who may not enter {self.folder}: one of "
                "the folders above lets only its owner in. Set CASETRACKER_STATE to a folder elsewhere."
            )

    def run(self, *command: str, input: str = "", inherits: int | None = None) -> None:
        """Run a program as the server's user in the server's folder. Raises LocalPostgresError if it fails."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}
        # Its output goes to a file: a pipe would be inherited by the server, and reading it would never end.
        with tempfile.TemporaryFile("w+") as output:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                text=True,
                pass_fds=[] if inherits is None else [inherits],
                start_new_session=True,  # Ctrl-C is for us
                **server_user(),
            )
            try:
                process.communicate(input)
            finally:
                process.wait()  # even if we are told to end: what was begun comes to its end, and can be stopped
            if process.returncode:
                output.seek(0)
                log = (
                    f"\n{self.log} ends with:\n{tail(self.log.read_text(errors='replace'))}"
                    if self.log.exists()
                    else ""
                )
                raise LocalPostgresError(f"{Path(command[0]).name} failed. {tail(output.read())}{log}")


def tail(text: str, lines: int = 12) -> str:
    return "\n".join(text.strip().splitlines()[-lines:])


def server_user_name() -> str:
    return os.environ.get("CASETRACKER_PG_USER", "nobody")


def server_user() -> dict[str, Any]:
    """For subprocess: whom the server runs as. Nobody else than we, unless we are root."""
    if os.geteuid() != 0:
        return {}
    try:
        found = pwd.getpwnam(server_user_name())
    except KeyError as error:
        raise LocalPostgresError(f"CASETRACKER_PG_USER={server_user_name()}: there is no such user.") from error
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}


def make_private(folder: Path) -> None:
    """A folder that only the server's user may enter. One that is found is not trusted: anyone may write to /tmp."""
    folder.mkdir(mode=0o700, exist_ok=True)
    user = server_user()
    if user and folder.lstat().st_uid == 0:
        os.chown(folder, user["user"], user["group"], follow_symlinks=False)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != user.get("user", os.geteuid()) or found.st_mode & 0o077:
        raise LocalPostgresError(
            f"{folder} belongs to another user, or is open to others. Whose is it? Remove it, or set CASETRACKER_STATE."
        )
