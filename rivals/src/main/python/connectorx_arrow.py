"""ConnectorX: an Arrow table over one connection, which it makes for each load."""

import connectorx
from rival_main import ArrowResult


class Rival(ArrowResult):
    LIBRARIES = ["connectorx", "pyarrow"]

    def __init__(self, query):
        self.uri = query.uri
        self.sql = query.sql

    def load(self):
        return connectorx.read_sql(self.uri, self.sql, return_type="arrow", protocol="binary")
