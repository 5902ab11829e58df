package dev.ledgerload.rivals;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts up the {@link ColumnFacts} of a column, value by value. */
final class Tally {
  private long nulls;
  private long empties;
  private long sum;
  private BigDecimal amounts = BigDecimal.ZERO;

  /** Those of a day's columns, in the order of {@link DayQuery#COLUMNS}. */
  static Map<String, ColumnFacts> facts(List<Tally> tallies) {
    Map<String, ColumnFacts> facts = new LinkedHashMap<>();
    for (int column = 0; column < tallies.size(); column++) {
      facts.put(DayQuery.COLUMNS.get(column), tallies.get(column).facts());
    }
    return facts;
  }

  private ColumnFacts facts() {
    return new ColumnFacts(nulls, empties, amounts.add(BigDecimal.valueOf(sum)).toPlainString());
  }

  void add(@Nullable Object value) {
    if (value == null) {
      nulls++;
    } else if (value instanceof String text) {
      addText(text.getBytes(UTF_8).length);
    } else if (value instanceof BigDecimal amount) {
      amounts = amounts.add(amount);
    } else if (value instanceof LocalDate date) {
      addNumber(date.toEpochDay());
    } else {
      addNumber((Long) value);
    }
  }

  /** A text of so many bytes. */
  void addText(int bytes) {
    empties += bytes == 0 ? 1 : 0;
    sum += bytes;
  }

  void addNumber(long number) {
    sum = Math.addExact(sum, number);
  }
}
