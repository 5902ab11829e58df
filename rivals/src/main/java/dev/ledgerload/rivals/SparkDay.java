package dev.ledgerload.rivals;

import dev.ledgerload.spi.JournalTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A day as Spark has it: a query, of which nothing is left but its answer. So what is true of the
 * day's columns is asked by a second one for the same rows.
 */
final class SparkDay implements LoadedDay {
  private static final int SUMS = 3; // of each column

  private final Dataset<Row> entries;
  private @Nullable Row answer;

  SparkDay(Dataset<Row> entries) {
    this.entries = entries;
  }

  @Override
  public long rows() {
    return answer().getLong(0);
  }

  @Override
  public String amountType() {
    return type("amount");
  }

  private String type(String column) {
    return entries.schema().apply(column).dataType().simpleString();
  }

  @Override
  public Map<String, ColumnFacts> facts() {
    Map<String, ColumnFacts> facts = new LinkedHashMap<>();
    for (int column = 0; column < DayQuery.COLUMNS.size(); column++) {
      int at = 1 + SUMS * column;
      var sum = answer().isNullAt(at + 2) ? BigDecimal.ZERO : answer().getDecimal(at + 2);
      facts.put(
          DayQuery.COLUMNS.get(column),
          new ColumnFacts(
              rows() - answer().getLong(at), answer().getLong(at + 1), sum.toPlainString()));
    }
    return facts;
  }

  private Row answer() {
    if (answer == null) {
      List<String> asked = new ArrayList<>(List.of("count(*)"));
      for (var column : DayQuery.COLUMNS) {
        var type = type(column);
        asked.add("count(%s)".formatted(column));
        asked.add(type.equals("string") ? "count_if(%s = '')".formatted(column) : "0L");
        asked.add(
            "cast(sum(%s) AS decimal(38, %d))"
                .formatted(number(column, type), type.startsWith("decimal") ? 2 : 0));
      }
      answer = entries.selectExpr(asked.toArray(String[]::new)).first();
    }
    return answer;
  }

  private static String number(String column, String type) {
    return switch (type) {
      case "string" -> "octet_length(%s)".formatted(column);
      case "date" -> "unix_date(%s)".formatted(column);
      default -> column;
    };
  }

  @Override
  public long bytesOutsideTheHeap() {
    return 0;
  }

  @Override
  public @Nullable JournalTable toTable(BufferAllocator allocator) {
    return null;
  }

  @Override
  public void close() {}
}
