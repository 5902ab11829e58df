package dev.ledgerload.spark;

import java.util.Map;

/** A table with a column of each type, their least and greatest values, and NULLs. */
final class TypedLedger {
  static final String SQL =
      """
      CREATE TYPE mood AS ENUM ('sad', 'ok');
      CREATE TABLE typed_ledger (
        id int PRIMARY KEY, d date, k int, ku uuid, kn numeric(6, 1), small numeric(4, 2),
        b boolean, i2 smallint, i4 integer, i8 bigint, n numeric(38, 10), huge numeric(60, 5),
        f4 real, f8 double precision, t text, v varchar(20), e mood, u uuid, ts timestamp,
        tz timestamptz, tm time, j jsonb, y bytea);
      INSERT INTO typed_ledger
      SELECT i, DATE '2026-01-01' + i % 3, i % 5 - 2,
        ('00000000-0000-4000-8000-00000000000' || i % 4)::uuid, (i % 3) * 1.5,
        CASE WHEN i % 2 = 0 THEN 99.99 ELSE -0.01 END, i % 2 = 0,
        (i * 655 - 32768)::smallint, (i - 50) * 42949672, (i::bigint - 50) * 184467440737095516,
        (i - 50) * 99999999999999999999999999.0123456789, 1, i / 8.0, -i / 16.0, repeat('é' || i, i % 4),
        'v ' || i, CASE WHEN i % 3 = 0 THEN 'sad' ELSE 'ok' END::mood,
        ('ffffffff-0000-4000-8000-0000000000' || lpad(i::text, 2, '0'))::uuid,
        TIMESTAMP '1969-12-31 23:59:59.999999' + i * interval '1000 days 1 microsecond',
        TIMESTAMPTZ '1969-12-31 23:59:59.999999+00' + i * interval '1 hour 1 microsecond',
        TIME '00:00:00' + i * interval '13 minutes 0.5 seconds', jsonb_build_object('n', i),
        decode(lpad(to_hex(i), 4, '0'), 'hex')
      FROM generate_series(1, 99) AS i;
      INSERT INTO typed_ledger (id, d) VALUES (100, '2026-01-01');
      """;

  private TypedLedger() {}

  static Map<String, String> options(String url) {
    return Map.of(
        "url",
        url,
        "table",
        "typed_ledger",
        "day",
        "d",
        "keys",
        "k,ku,kn",
        "measures",
        "small",
        "columns",
        "id,b,i2,i4,i8,n,f4,f8,t,v,e,u,ts,tz,tm,j,y");
  }
}
