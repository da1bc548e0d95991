"""Reading YAML as plain texts, lists and maps that remember their line and column: no tags, no anchors, no surprises."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from fondaco.connectors.files.errors import BadMapping
from fondaco.kernel.errors import Problem

_LARGEST = 1_000_000
_DEEPEST = 40
Plain: TypeAlias = "str | list[Any] | dict[str, Any]"


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the file: its pointer and where it stands."""

    node: yaml.Node
    pointer: str

    def problem(self, detail: str, *, code: str = "files.bad_mapping", offset: int = 0) -> Problem:
        """Name a mistake at this place."""
        mark = self.node.start_mark
        line, column = mark.line + 1, mark.column + 1 + offset
        return Problem(
            pointer=self.pointer,
            code=code,
            detail=f"line {line}, column {column}: {detail}",
            facts={"line": line, "column": column},
        )

    @property
    def text(self) -> str | None:
        """The text of a scalar, else None. Quoted or not: `no` is the text `no`."""
        return self.node.value if isinstance(self.node, yaml.ScalarNode) else None

    def items(self) -> Iterator[tuple[str, "Place", "Place"]]:
        """Go through a map: key, place of the key, place of the value."""
        if isinstance(self.node, yaml.MappingNode):
            for key, value in self.node.value:
                name = str(key.value)
                pointer = f"{self.pointer}/{name.replace('~', '~0').replace('/', '~1')}"
                yield name, Place(key, pointer), Place(value, pointer)

    def members(self) -> Iterator["Place"]:
        """Go through a list."""
        if isinstance(self.node, yaml.SequenceNode):
            for number, value in enumerate(self.node.value):
                yield Place(value, f"{self.pointer}/{number}")

    @property
    def is_map(self) -> bool:
        """Tell whether it is a map."""
        return isinstance(self.node, yaml.MappingNode)

    @property
    def is_list(self) -> bool:
        """Tell whether it is a list."""
        return isinstance(self.node, yaml.SequenceNode)


def compose(text: str) -> Place:
    """Parse the text into nodes; refuse what is no YAML, and aliases, with which a small file can mean a huge one."""
    if len(text) > _LARGEST:
        raise BadMapping(f"A mapping has at most {_LARGEST} characters.")
    try:
        depth = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                raise _at(event.start_mark, "aliases are not allowed")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                raise _at(event.start_mark, f"nested more than {_DEEPEST} deep")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _at(mark, f"not YAML: {error.problem}") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise BadMapping(f"The file is not YAML: {str(error)[:200]}") from None
    if node is None:
        raise BadMapping("The mapping is empty.")
    return Place(node, "")


def _at(mark: Any, reason: str) -> BadMapping:  # noqa: ANN401 - yaml's marks have no public type
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    detail = f"line {line}, column {column}: {reason}"
    problem = Problem(pointer="", code="files.bad_mapping", detail=detail, facts={"line": line, "column": column})
    return BadMapping(detail, problems=[problem])
