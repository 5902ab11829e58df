package dev.ledgerload.loader.indb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.postgres.GroupsSql;
import dev.ledgerload.postgres.SqlScript;
import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Fixed;
import dev.ledgerload.spi.ColumnType.Variable;
import dev.ledgerload.spi.Grain;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** A journal's totals, as SQL: to be asked for, or to be installed. */
record TotalsSql(GroupsSql groups) {
  private static final SqlScript TOTALS = SqlScript.of(TotalsSql.class, "totals.sql");
  private static final SqlScript CREATE_FUNCTION = SqlScript.of(TotalsSql.class, "function.sql");
  private static final SqlScript CREATE_INDEX = SqlScript.of(TotalsSql.class, "covering-index.sql");

  /**
   * A query that ranks the groups of rows that meet a condition: place, keys, sums, number of
   * entries.
   */
  String totals(String from, String where) {
    List<String> order = new ArrayList<>(groups.keyNames());
    order.add(0, "g.m1 DESC NULLS LAST");
    return TOTALS
        .with("order", String.join(", ", order))
        .with("rank", own("journal_id"))
        .with("columns", groups.named(groups.keyNames(), groups.sumNames()))
        .with("groups", groups.groups(from, where))
        .with(
            "kept",
            groups.schema().onlyPositiveTotals() ? "g.m1 > 0 OR g.m1 = '-Infinity'" : "true")
        .sql();
  }

  private String own(String name) {
    return GroupsSql.ownSql(groups.schema(), name);
  }

  /** A query for what the function gives for a day. */
  String call(Companions installed, LocalDate day) {
    var columns = groups.schema().of(Grain.GROUP);
    List<String> names = new ArrayList<>(List.of(own("journal_id")));
    columns.keys().forEach(key -> names.add(columns.columnSql(key)));
    columns.measures().forEach(sum -> names.add(columns.columnSql(sum)));
    columns.entryCount().ifPresent(count -> names.add(columns.columnSql(count)));
    return "SELECT %s FROM %s(DATE '%s')"
        .formatted(String.join(", ", names), installed.function(), day);
  }

  String createFunction(Companions installed) {
    var journal = installed.journal().sql();
    return CREATE_FUNCTION
        .with("function", installed.function())
        .with("rank", own("journal_id"))
        .with("columns", declared())
        .with("time", own("processing_time_ms"))
        .with("totals", totals(journal, groups.shape().entriesOfSql("$1")))
        .sql();
  }

  /** The function's columns, but for its own. */
  private String declared() {
    var names = groups.schema().of(Grain.GROUP);
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < names.keys().size(); i++) {
      columns.add(
          "%s %s".formatted(names.columnSql(names.keys().get(i)), type(groups.keys().get(i))));
    }
    names.measures().forEach(sum -> columns.add(names.columnSql(sum) + " numeric"));
    names.entryCount().ifPresent(count -> columns.add(names.columnSql(count) + " bigint"));
    return String.join(",\n  ", columns);
  }

  private static String type(ColumnSpec key) {
    ColumnType type = key.values();
    if (type instanceof Fixed fixed) {
      return switch (fixed) {
        case BOOLEAN -> "boolean";
        case INT16 -> "smallint";
        case INT32 -> "integer";
        case INT64 -> "bigint";
        case FLOAT32 -> "real";
        case FLOAT64 -> "double precision";
        case DATE -> "date";
        case TIME -> "time";
        case TIMESTAMP -> "timestamp";
        case TIMESTAMP_UTC -> "timestamptz";
        case UUID -> "uuid";
      };
    }
    return type == Variable.BYTES ? "bytea" : type instanceof Variable ? "text" : "numeric";
  }

  String createIndex(Companions installed) {
    var schema = groups.schema();
    return CREATE_INDEX
        .with("index", installed.indexName())
        .with("journal", installed.journal().sql())
        .with("day", schema.columnSql(schema.day()))
        .with(
            "keys",
            groups.keys().stream().map(groups.shape()::indexedKeySql).collect(joining(", ")))
        .with("measures", schema.columnsSql(schema.measures()))
        .with("filter", schema.filter().map("\nWHERE (%s\n)"::formatted).orElse(""))
        .sql();
  }

  /**
   * What the comment on something installed says: made by which definition. Another journal whose
   * name is cut to the same 63 bytes, other columns or another Ledgerload give another stamp.
   */
  static String stamp(String definition) {
    var crc = new CRC32();
    crc.update(definition.getBytes(UTF_8));
    return "ledgerload install indb, definition %08x".formatted(crc.getValue());
  }
}
