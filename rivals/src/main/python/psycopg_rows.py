"""psycopg 3: the day's COPY in binary as a list of tuples."""

import sys

import psycopg
import pyarrow as pa
from rival_main import COLUMNS, Decoded

TYPES = ["int8", "date", "text", "text", "numeric", "text", "text", "text", "text", "text"]
ARROW = [pa.int64(), pa.date32(), pa.string(), pa.string(), pa.decimal128(18, 2)] + 5 * [pa.string()]


class Rival(Decoded):
    LIBRARIES = ["psycopg", "psycopg-binary"]

    def __init__(self, query):
        self.connection = psycopg.connect(query.uri)
        self.copy = "COPY (%s) TO STDOUT (FORMAT BINARY)" % query.sql
        self.bytes = None

    def load(self):
        with self.connection.cursor() as cursor:
            with cursor.copy(self.copy) as copy:
                copy.set_types(TYPES)
                rows = list(copy.rows())
        self.connection.commit()
        return rows

    def size(self, day):
        if self.bytes is None:  # a day's size is that of the next, and adding it up takes seconds
            objects = {id(value): value for row in day for value in row}
            self.bytes = sum(map(sys.getsizeof, day)) + sum(map(sys.getsizeof, objects.values()))
        return self.bytes + sys.getsizeof(day)

    def amount_type(self, day):
        return type(day[0][4]).__name__ if day else "Decimal"

    def to_arrow(self, day):
        columns = zip(*day) if day else [[]] * len(COLUMNS)
        return pa.table([pa.array(column, kind) for column, kind in zip(columns, ARROW)], COLUMNS)
