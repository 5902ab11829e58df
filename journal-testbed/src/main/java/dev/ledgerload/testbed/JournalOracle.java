package dev.ledgerload.testbed;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnSet;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.Totals;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is true of a seeded journal's days, computed by its generator alone: no database and no
 * loader has a part in it. A day that the journal doesn't have is a day without entries.
 *
 * <p>Thread-safe. Answers are kept; the first of a kind for a day takes a pass over its entries.
 */
public final class JournalOracle {
  private static final int SCALE = 2;

  private record Question(LocalDate day, Grain grain, ColumnSet columns) {}

  private final JournalTables tables;
  private final Map<Question, Long> digests = new ConcurrentHashMap<>();
  private final Map<LocalDate, Totals> totals = new ConcurrentHashMap<>();
  private final Map<LocalDate, List<PairSum>> pairSums = new ConcurrentHashMap<>();

  JournalOracle(JournalTables tables) {
    this.tables = tables;
  }

  /** The number of a day's entries. */
  public long rows(LocalDate day) {
    return parameters().has(day) ? parameters().rows(parameters().indexOf(day)) : 0;
  }

  /** The number of a day's account pairs, whatever their sums. */
  public long pairs(LocalDate day) {
    return pairSums(day).size();
  }

  /**
   * The digest of a day's entries over some columns, to compare with {@link TableDigest#of}.
   *
   * @throws IllegalArgumentException if a column isn't one of entries
   */
  public long digest(LocalDate day, ColumnSet columns) {
    return digest(day, Grain.ENTRY, columns);
  }

  /**
   * The digest of a day's rows at a grain over some columns, to compare with {@link
   * TableDigest#of}. Sums of account pairs have the scale of the amounts, 2.
   *
   * @throws IllegalArgumentException if a column isn't one of the grain
   */
  public long digest(LocalDate day, Grain grain, ColumnSet columns) {
    if (!GlEntries.of(grain).containsAll(columns)) {
      throw new IllegalArgumentException(
          "columns must be of grain %s, not %s".formatted(grain, columns));
    }
    return digests.computeIfAbsent(
        new Question(day, grain, columns),
        question ->
            switch (grain) {
              case ENTRY -> entriesDigest(day, columns);
              case GROUP -> pairsDigest(day, columns);
            });
  }

  /** The day's exact totals. */
  public Totals totals(LocalDate day) {
    return totals.computeIfAbsent(day, this::rank);
  }

  private long entriesDigest(LocalDate date, ColumnSet columns) {
    if (!parameters().has(date)) {
      return 0;
    }
    int day = parameters().indexOf(date);
    int rows = parameters().rows(day);
    var hashes = new EntryHashes(tables, date, columns);
    var entry = new EntryGenerator(tables);
    long sum = 0;
    for (int row = 0; row < rows; row++) {
      entry.moveTo(day, row);
      sum += hashes.of(entry);
    }
    return sum;
  }

  private long pairsDigest(LocalDate day, ColumnSet columns) {
    long sum = 0;
    for (var pair : pairSums(day)) {
      long row = RowDigest.START;
      for (var column : columns) {
        row = RowDigest.fold(row, hash(column, pair));
      }
      sum += RowDigest.finish(row);
    }
    return sum;
  }

  private long hash(Column column, PairSum pair) {
    long salt = RowDigest.salt(column);
    return switch (column.name()) {
      case "acc_debit" -> code(salt, pair.debit());
      case "acc_credit" -> code(salt, pair.credit());
      case "total_amount" -> RowDigest.ofDecimal(salt, pair.cents() >> 63, pair.cents(), SCALE);
      case "entry_count" -> RowDigest.ofNumber(salt, pair.count());
      default -> throw new IllegalArgumentException(column + " is no column of account pairs");
    };
  }

  private long code(long salt, int rank) {
    var utf8 = tables.accounts().utf8(rank);
    return RowDigest.ofBytes(salt, utf8, 0, utf8.length);
  }

  private List<PairSum> pairSums(LocalDate date) {
    return pairSums.computeIfAbsent(
        date,
        key -> parameters().has(key) ? PairSum.of(tables, parameters().indexOf(key)) : List.of());
  }

  private Totals rank(LocalDate day) {
    var positive =
        new ArrayList<>(pairSums(day).stream().filter(pair -> pair.cents() > 0).toList());
    positive.sort(
        (left, right) -> {
          int byAmount = Long.compare(right.cents(), left.cents());
          int byDebit = byAmount != 0 ? byAmount : byText(left.debit(), right.debit());
          return byDebit != 0 ? byDebit : byText(left.credit(), right.credit());
        });
    List<Totals.Group> groups = new ArrayList<>(positive.size());
    for (var pair : positive) {
      groups.add(
          new Totals.Group(
              List.of(tables.accounts().text(pair.debit()), tables.accounts().text(pair.credit())),
              List.of(BigDecimal.valueOf(pair.cents(), SCALE)),
              pair.count()));
    }
    return new Totals(day, groups);
  }

  private int byText(int left, int right) {
    return Arrays.compareUnsigned(tables.accounts().utf8(left), tables.accounts().utf8(right));
  }

  private JournalParameters parameters() {
    return tables.parameters();
  }
}
