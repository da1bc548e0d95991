"""The embedded PostgreSQL under an ordinary account: whoever is not root runs the server as himself, in his own home."""

import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from fondaco.platform.embedded import EmbeddedServer

pytestmark = pytest.mark.slow

NOBODY = "nobody"

# Becomes the account only once everything is imported: root's Python may lie where nobody else may look.
_PROGRAM = """
import encodings.idna, json, os, pwd, sys
from pathlib import Path
import psutil, psycopg
from fondaco.platform import embedded
account = pwd.getpwnam(sys.argv[1])
if os.geteuid() != account.pw_uid:
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
home = Path(sys.argv[2])
server = embedded.start(home=home)
with psycopg.connect(server.url()) as connection:
    [said] = connection.execute("SELECT upper('grün')").fetchone()
mode = (home / "postgres").stat().st_mode & 0o777
found = {"uid": os.getuid(), "server": psutil.Process(server.pid).uids().effective, "said": said, "mode": mode}
server.close()
found["left"] = (home / "postgres" / "postmaster.pid").exists()
print(json.dumps(found))
"""


@pytest.fixture
def account() -> pwd.struct_passwd:
    return pwd.getpwnam(NOBODY) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


@pytest.fixture
def home(account: pwd.struct_passwd) -> Iterator[Path]:
    """A home outside of pytest's folder, through which only its owner may pass."""
    folder = Path(tempfile.mkdtemp(prefix="fondaco-home-"))
    os.chown(folder, account.pw_uid, account.pw_gid)
    yield folder
    shutil.rmtree(folder)


def test_an_ordinary_account_starts_the_server_asks_it_and_stops_it(
    server: EmbeddedServer, account: pwd.struct_passwd, home: Path
) -> None:
    # The suite's own server has run by now, so the package's programs can be reached by others than root.
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _PROGRAM, account.pw_name, str(home / "fondaco")],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        env={**os.environ, "HOME": str(home), "USER": account.pw_name},
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["uid"] != 0
    assert found == {"uid": account.pw_uid, "server": account.pw_uid, "said": "GRÜN", "mode": 0o700, "left": False}
