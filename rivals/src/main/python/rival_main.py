"""The process of a rival that is written in Python: see package-info.java for what it answers.

A rival is a module with a class Rival: Rival(query) connects, load() gives a day (this is what is
timed), LIBRARIES names the distributions that do the work, AMOUNT(day) the type that amounts have
in it. to_arrow(day) makes columns of Arrow with exact amounts of it, size(day) says what it takes.
"""

import gc
import importlib
import json
import os
import sys
import time
from importlib.metadata import version

PROTOCOL = 1
COLUMNS = ["id", "trx_date", "acc_debit", "acc_credit", "amount", "t_1", "t_2", "t_3", "t_4", "t_5"]


class Query:
    """What is to be loaded, and from where. It knows a password, so it is never printed."""

    def __init__(self, request):
        self.uri = request["uri"]
        self.table = request["table"]
        self.day = request["day"]
        self.sql = "SELECT %s FROM %s WHERE trx_date = DATE '%s'" % (
            ", ".join(COLUMNS),
            self.table,
            self.day,
        )


def exact(table):
    """Columns of Arrow as the database has them: amounts with two digits, texts as text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    fields = {"id": pa.int64(), "trx_date": pa.date32(), "amount": pa.decimal128(18, 2)}
    columns = []
    for name in COLUMNS:
        column = table.column(name)
        wanted = fields.get(name)
        if isinstance(column.type, pa.BaseExtensionType):
            column = pa.chunked_array([c.storage for c in column.chunks], column.type.storage_type)
        if wanted is not None and pa.types.is_floating(column.type):
            column = pc.round(column, 2)  # the nearest number of two digits is what it was
        if wanted is not None and column.type != wanted:
            column = column.cast(wanted)
        columns.append(column)
    return pa.table(columns, names=COLUMNS)


def facts(table):
    """What is true of each column, however its entries are ordered."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = {}
    for name in COLUMNS:
        column = table.column(name)
        empties = 0
        if pa.types.is_date32(column.type):
            total = pc.sum(column.cast(pa.int32()))
        elif pa.types.is_integer(column.type) or pa.types.is_decimal(column.type):
            total = pc.sum(column)
        else:
            lengths = pc.binary_length(column.cast(pa.large_string()))
            empties = pc.sum(pc.equal(lengths, 0).cast(pa.int64())).as_py() or 0
            total = pc.sum(lengths)
        found[name] = {
            "nulls": column.null_count,
            "empties": empties,
            "sum": str(total.as_py() or 0),
        }
    return found


def reset_peak():
    try:
        with open("/proc/self/clear_refs", "w") as clear:
            clear.write("5")  # proc(5): resets the peak
        return True
    except OSError:
        return False  # another system, or one that doesn't let us


def peak_bytes():
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return 1024 * int(line.split()[1])
    return None


def load(rival):
    gc.collect()
    has_peak = reset_peak()
    cpu = time.process_time_ns()
    start = time.perf_counter_ns()
    day = rival.load()
    elapsed = time.perf_counter_ns() - start
    reply = {
        "elapsedNanos": elapsed,
        "cpuNanos": time.process_time_ns() - cpu,
        "peakBytes": peak_bytes() if has_peak else None,
        "resultBytes": None,
        "conversionNanos": None,
        "amountType": None,
        "facts": {},
        "wireBytes": None,
        "error": None,
    }
    rival.describe(day, reply)
    return reply


class Decoded:
    """What rivals that give values have in common."""

    def describe(self, day, reply):
        reply["resultBytes"] = self.size(day)
        reply["amountType"] = self.amount_type(day)
        start = time.perf_counter_ns()
        table = self.to_arrow(day)
        if table is not day:
            reply["conversionNanos"] = time.perf_counter_ns() - start
        reply["rows"] = table.num_rows
        reply["facts"] = facts(table)


class ArrowResult(Decoded):
    """A day that is Arrow's own table."""

    def size(self, day):
        return day.nbytes

    def amount_type(self, day):
        return str(day.schema.field("amount").type)

    def to_arrow(self, day):
        return exact(day)


def serve(module, requests, answers):
    def answer(fields):
        answers.write(json.dumps(fields) + "\n")
        answers.flush()

    try:
        request = json.loads(requests.readline())
        if request["protocol"] != PROTOCOL:
            raise ValueError("these rivals speak version %d of their protocol" % PROTOCOL)
        rival = importlib.import_module(module).Rival(Query(request))
        names = ", ".join("%s %s" % (name, version(name)) for name in rival.LIBRARIES)
        answer({"version": names, "error": None})
    except Exception as e:
        answer({"version": "", "error": "%s: %s" % (type(e).__name__, e)})
        return
    while requests.readline():
        try:
            answer(load(rival))
        except Exception as e:
            nothing = dict.fromkeys(("elapsedNanos", "cpuNanos", "rows"), 0)
            answer({**nothing, "facts": {}, "error": "%s: %s" % (type(e).__name__, e)})


if __name__ == "__main__":
    sys.modules["rival_main"] = sys.modules["__main__"]  # what the rivals import
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no answer
    serve(sys.argv[1], sys.stdin, answers)
