"""pandas by SQLAlchemy and psycopg 3, as its documentation shows it: amounts are doubles."""

import pandas
import pyarrow as pa
import sqlalchemy
from rival_main import COLUMNS, Decoded, exact


class Rival(Decoded):
    LIBRARIES = ["pandas", "SQLAlchemy", "psycopg"]

    def __init__(self, query):
        uri = query.uri.replace("postgresql:", "postgresql+psycopg:", 1)
        self.connection = sqlalchemy.create_engine(uri).connect()
        self.sql = sqlalchemy.text(query.sql)

    def load(self):
        frame = pandas.read_sql(self.sql, self.connection)
        self.connection.commit()
        return frame

    def size(self, day):
        return int(day.memory_usage(deep=True).sum())

    def amount_type(self, day):
        return str(day["amount"].dtype)

    def to_arrow(self, day):
        return exact(pa.Table.from_pandas(day, columns=COLUMNS, preserve_index=False))
