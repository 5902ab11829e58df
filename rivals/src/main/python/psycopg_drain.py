"""psycopg 3: the day's COPY in binary, received and not looked into."""

import psycopg


class Rival:
    LIBRARIES = ["psycopg", "psycopg-binary"]

    def __init__(self, query):
        self.connection = psycopg.connect(query.uri)
        self.copy = "COPY (%s) TO STDOUT (FORMAT BINARY)" % query.sql

    def load(self):
        received = 0
        with self.connection.cursor() as cursor:
            with cursor.copy(self.copy) as copy:
                for piece in copy:
                    received += len(piece)
            rows = cursor.rowcount
        self.connection.commit()
        return rows, received

    def describe(self, day, reply):
        reply["rows"], reply["wireBytes"] = day
