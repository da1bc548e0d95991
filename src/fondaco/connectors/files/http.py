"""Routes of files: upload tables for a run of a connection, and check a mapping without using it."""

from typing import Annotated, Any

from litestar import Response, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from fondaco.connectors.files import api as files
from fondaco.connectors.files.errors import FileMissing, TooLarge
from fondaco.connectors.files.handlers import safe_name
from fondaco.connectors.intake import api as intake
from fondaco.connectors.intake.errors import BadConnection
from fondaco.connectors.intake.types import Mode
from fondaco.kernel.actor import Actor
from fondaco.kernel.clock import now
from fondaco.kernel.ids import inner_id, public_id
from fondaco.platform.transaction import Tx
from fondaco.platform.web.once import Once

LARGEST_UPLOAD = 64 << 20
_MOST_FILES = 20


class MappingIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The text of a mapping file."""

    text: Annotated[str, Meta(max_length=1_000_000, examples=["mapping: 1\nsystem: erp-sued\n…"])]


class MappingOut(Struct, frozen=True, kw_only=True):
    """What a valid mapping reads and makes."""

    system: str
    title: str
    files: list[str]
    kinds: list[str]


class UploadOut(Struct, frozen=True, kw_only=True):
    """The run that was asked for, and the names under which the files were kept for it."""

    run: Annotated[str, Meta(max_length=40, examples=["run_01jd8k3z5v9w2x4y6a8c0e1g3h"])]
    files: list[str]
    mode: Mode
    dry_run: bool


@post(
    "/v1/mapping-checks",
    operation_id="check_mapping",
    summary="Check a mapping file",
    tags=["connections"],
    opt={"permission": ["staff.connections", "machine.import"], "repeatable": "it stores nothing"},
    status_code=200,
    sync_to_thread=True,
)
def check_mapping(data: JSONBody[MappingIn]) -> MappingOut:
    """Read the mapping and answer what it does, or all its mistakes with line and column; nothing is stored."""
    mapping = files.read_mapping(data.text)
    return MappingOut(
        system=mapping.system,
        title=mapping.title,
        files=[source.path for source in mapping.sources.values()],
        kinds=list(dict.fromkeys(load.kind.value for load in mapping.loads)),
    )


@post(
    "/v1/connections/{connection_id:str}/uploads",
    operation_id="upload_files",
    summary="Upload files for a run",
    tags=["connections"],
    opt={"permission": ["staff.connections", "machine.import"]},
    request_max_body_size=LARGEST_UPLOAD,
    sync_to_thread=True,
)
def upload_files(
    connection_id: FromPath[str],
    data: Annotated[list[UploadFile], Body(media_type=RequestEncodingType.MULTI_PART)],
    once: NamedDependency[Once],
    actor: NamedDependency[Actor],
    mode: Annotated[Mode, QueryParameter()] = Mode.DELTA,
    dry_run: Annotated[bool, QueryParameter()] = False,  # noqa: FBT002 - a parameter of the query
) -> Response[UploadOut]:
    """Keep the files and ask for a run on them by the connection's mapping; what no run could take is refused at once."""
    given = _named(data)

    def work(tx: Tx) -> UploadOut:
        id = inner_id("cnn", connection_id)
        connection = intake.connection(tx=tx, id=id)
        if connection.kind != files.KIND:
            raise BadConnection("This connection takes no files.")
        mapping = files.read_mapping(str(connection.settings.get("mapping") or ""))
        files.check_uploads(mapping=mapping, given=given)
        run = intake.request_run(
            tx=tx,
            connection=id,
            mode=mode,
            dry_run=dry_run,
            requested_by=actor.name or str(actor.kind),
            as_of=now(),
            files=sorted(given),
        )
        for name, content in given.items():
            intake.add_upload(tx=tx, run=run.id, name=name, content=content)
        return UploadOut(run=public_id("run", run.id), files=list(run.files), mode=mode, dry_run=dry_run)

    return once.run(work)


def _named(data: list[UploadFile]) -> dict[str, bytes]:
    if len(data) > _MOST_FILES:
        raise TooLarge("Too many files at once.", limit=_MOST_FILES)
    given = {safe_name(file.filename or ""): file.file.read() for file in data if isinstance(file, UploadFile)}
    if not given:
        raise FileMissing("There is no file in the upload.")
    return given


ROUTES: list[Any] = [check_mapping, upload_files]
