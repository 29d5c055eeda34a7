"""A migration's own step for what a room declares, which Django's picture of the models lacks."""

from abc import ABC, abstractmethod
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation


class RoomOperation(Operation, ABC):
    """Something that is done to a room's tables as they are declared now, both ways."""

    reversible = True

    def __init__(self, room: str) -> None:
        self.room = room

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.room], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """It is no part of Django's picture of the models."""

    @abstractmethod
    def forwards(self, connection: BaseDatabaseWrapper) -> None: ...

    @abstractmethod
    def backwards(self, connection: BaseDatabaseWrapper) -> None: ...

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        self.forwards(schema_editor.connection)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        self.backwards(schema_editor.connection)
