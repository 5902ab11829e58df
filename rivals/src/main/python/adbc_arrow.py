"""ADBC's driver for PostgreSQL: an Arrow table, amounts in it as text."""

import adbc_driver_postgresql.dbapi
from rival_main import ArrowResult


class Rival(ArrowResult):
    LIBRARIES = ["adbc-driver-postgresql", "pyarrow"]

    def __init__(self, query):
        self.connection = adbc_driver_postgresql.dbapi.connect(query.uri)
        self.sql = query.sql

    def load(self):
        with self.connection.cursor() as cursor:
            cursor.execute(self.sql)
            table = cursor.fetch_arrow_table()
        self.connection.commit()
        return table

    def amount_type(self, day):
        kind = day.schema.field("amount").type
        return "text" if "opaque" in str(kind) else str(kind)
