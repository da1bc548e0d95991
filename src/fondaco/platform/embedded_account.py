"""Whose account the embedded PostgreSQL runs under: ours, or an unprivileged one if we are root."""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_NAME = "fondaco-postgres"
# Systems without `useradd` still have this one.
_FALLBACK = "nobody"


@dataclass(frozen=True, slots=True)
class Account:
    """The account to run as; no uid means: the one we have."""

    uid: int | None = None
    gid: int | None = None

    def popen(self) -> dict[str, Any]:
        """Return the arguments that make a child process run under the account."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": ()}


def prepare(*, folders: tuple[Path, ...]) -> Account:
    """Return the account; as root, see to it that it can reach the folders (PostgreSQL refuses to run as root)."""
    if os.geteuid() != 0:
        return Account()
    entry = _entry()
    for folder in folders:
        for parent in folder.parents:
            _let_pass(parent)
    return Account(entry.pw_uid, entry.pw_gid)


def _entry() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(_NAME)
    except KeyError:
        useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if useradd:
        # Two starts may try at once: whoever comes second finds the account there.
        command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", _NAME]
        subprocess.run(command, check=False, capture_output=True)
    try:
        return pwd.getpwnam(_NAME)
    except KeyError:
        return pwd.getpwnam(_FALLBACK)


def _let_pass(folder: Path) -> None:
    """Let others pass through a folder, without letting them list it: the server's files lie below."""
    mode = stat.S_IMODE(folder.stat().st_mode)
    if not mode & stat.S_IXOTH:
        folder.chmod(mode | stat.S_IXOTH)
