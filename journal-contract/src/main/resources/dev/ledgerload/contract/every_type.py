"""Says every value of a table as EveryType.text does in Java, and what type each column has."""
import struct
import uuid

import pyarrow as pa


def _plain(column):
    if pa.types.is_dictionary(column.type):
        chunks = [chunk.dictionary_decode() for chunk in column.chunks]
        column = pa.chunked_array(chunks, column.type.value_type)
    if isinstance(column.type, pa.BaseExtensionType):
        chunks = [chunk.storage for chunk in column.chunks]
        column = pa.chunked_array(chunks, column.type.storage_type)
    if pa.types.is_date(column.type):
        return column.cast(pa.int32())
    if pa.types.is_time(column.type) or pa.types.is_timestamp(column.type):
        return column.cast(pa.int64())
    return column


def _text(value, type):
    if value is None:
        return 'NULL'
    if pa.types.is_boolean(type):
        return str(value).lower()
    if pa.types.is_float32(type):
        return struct.pack('>f', value).hex()
    if pa.types.is_float64(type):
        return struct.pack('>d', value).hex()
    if pa.types.is_decimal(type):
        return format(value, 'f')
    if pa.types.is_fixed_size_binary(type):
        return str(uuid.UUID(bytes=value))
    if pa.types.is_string(type):
        return value.encode().hex()
    return value.hex() if pa.types.is_binary(type) else str(value)


def print_all(table):
    table.validate(full=True)
    print('|'.join(str(field.type) for field in table.schema))
    columns = []
    for column in map(_plain, table.columns):
        columns.append([_text(value, column.type) for value in column.to_pylist()])
    for row in zip(*columns):
        print('|'.join(row))
