"""polars by ADBC, which is quicker here than by ConnectorX. It connects for each load."""

import polars
from rival_main import Decoded, exact


class Rival(Decoded):
    LIBRARIES = ["polars", "adbc-driver-postgresql"]

    def __init__(self, query):
        self.uri = query.uri
        self.sql = query.sql

    def load(self):
        return polars.read_database_uri(self.sql, self.uri, engine="adbc")

    def size(self, day):
        return day.estimated_size()

    def amount_type(self, day):
        kind = str(day.schema["amount"])
        return "text" if "opaque" in kind else kind

    def to_arrow(self, day):
        return exact(day.to_arrow())
