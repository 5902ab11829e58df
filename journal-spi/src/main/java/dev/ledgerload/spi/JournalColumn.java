package dev.ledgerload.spi;

import static dev.ledgerload.spi.Grain.ACCOUNT_PAIR;
import static dev.ledgerload.spi.Grain.ENTRY;
import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.toCollection;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A column of a {@link JournalTable}, in the order in which tables and queries list them.
 *
 * <p>Every column may hold NULL, the id and the amount too: what the database allows is loaded as
 * it is. {@link Totals} leave entries without an amount out.
 *
 * <p>Its Arrow field is named by {@link #fieldName()} whatever the database calls the column (that
 * is {@link JournalLayout}'s concern), and has the Arrow type that {@link Type} states.
 */
public enum JournalColumn {
  /** The entry's number. */
  ID(Type.INT64, ENTRY),
  /** The booking day. */
  TRX_DATE(Type.DATE, ENTRY),
  /** The account debited. */
  ACC_DEBIT(Type.CODE, ENTRY, ACCOUNT_PAIR),
  /** The account credited. */
  ACC_CREDIT(Type.CODE, ENTRY, ACCOUNT_PAIR),
  /** The amount booked; negative for a reversal. */
  AMOUNT(Type.DECIMAL, ENTRY),
  /** The first analysis code. */
  T_1(Type.CODE, ENTRY),
  /** The second analysis code. */
  T_2(Type.CODE, ENTRY),
  /** The third analysis code. */
  T_3(Type.CODE, ENTRY),
  /** The fourth analysis code. */
  T_4(Type.CODE, ENTRY),
  /** The fifth analysis code. */
  T_5(Type.CODE, ENTRY),
  /** The sum of a pair's amounts. */
  TOTAL_AMOUNT(Type.DECIMAL, ACCOUNT_PAIR),
  /** The number of a pair's entries. */
  ENTRY_COUNT(Type.INT64, ACCOUNT_PAIR);

  /** How a column's values are held in a {@link JournalTable}. */
  public enum Type {
    /** Arrow {@code Int(64, signed)}. */
    INT64,
    /** Arrow {@code Date(DAY)}: days since 1970-01-01. */
    DATE,
    /**
     * Arrow {@code Utf8}, dictionary-encoded; the index is a signed integer of 8, 16 or 32 bits, as
     * narrow as the number of distinct codes allows. NULL is a null index; it is never the empty
     * string.
     */
    CODE,
    /** Arrow {@code Decimal(precision, scale, 128)}: exact, never rounded. */
    DECIMAL
  }

  private final Type type;
  private final boolean ofEntries;
  private final boolean ofAccountPairs;
  private final String fieldName = name().toLowerCase(Locale.ROOT);

  JournalColumn(Type type, Grain... grains) {
    this.type = type;
    this.ofEntries = List.of(grains).contains(ENTRY);
    this.ofAccountPairs = List.of(grains).contains(ACCOUNT_PAIR);
  }

  /** The name of this column's Arrow field: the constant's name in lower case, as {@code t_1}. */
  public String fieldName() {
    return fieldName;
  }

  /** How this column's values are held. */
  public Type type() {
    return type;
  }

  /** Whether a grain has this column. */
  public boolean isOf(Grain grain) {
    return switch (grain) {
      case ENTRY -> ofEntries;
      case ACCOUNT_PAIR -> ofAccountPairs;
    };
  }

  /** All columns of a grain, in order; unmodifiable. */
  public static Set<JournalColumn> of(Grain grain) {
    return Arrays.stream(values())
        .filter(column -> column.isOf(grain))
        .collect(
            collectingAndThen(
                toCollection(() -> EnumSet.noneOf(JournalColumn.class)),
                Collections::unmodifiableSet));
  }
}
