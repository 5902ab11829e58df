package dev.ledgerload.spi;

import static java.util.Objects.requireNonNull;

/**
 * A column of a {@link JournalSchema}: a name, what it is there for, and its place among the
 * schema's columns. Immutable.
 *
 * <p>A schema numbers the columns of its entries and of its groups in one sequence, so an account
 * is the same column in both, and whatever is known by column can be kept in an array. Of which
 * type a column is isn't told here: that is the database's to say (see {@link ColumnType}).
 *
 * @param ordinal the column's number in its schema, from 0
 * @param name what it is called in queries and tables, as the Arrow field; what the database calls
 *     it is {@link JournalSchema#sqlName}
 * @param role what it is there for
 */
public record Column(int ordinal, String name, Role role) {

  /** What a column is there for. */
  public enum Role {
    /** The booking day, or the moment that lies in it. */
    DAY,
    /** What entries are grouped by, as an account; dictionary-encoded whatever its type. */
    KEY,
    /** An exact number that is summed. */
    MEASURE,
    /** A text of few different values, as a currency's code: dictionary-encoded as keys are. */
    CODE,
    /** Whatever else is loaded. */
    PLAIN,
    /** The sum of a measure over a group's entries. */
    TOTAL,
    /** The number of a group's entries. */
    COUNT;

    /** Whether rows of a grain have columns of this role; keys are in those of every grain. */
    public boolean isOf(Grain grain) {
      return switch (this) {
        case KEY -> true;
        case DAY, MEASURE, CODE, PLAIN -> grain == Grain.ENTRY;
        case TOTAL, COUNT -> grain == Grain.GROUP;
      };
    }
  }

  /**
   * @throws IllegalArgumentException if the number is negative or the name empty
   */
  public Column {
    requireNonNull(role, "role");
    if (ordinal < 0 || name.isEmpty()) {
      throw new IllegalArgumentException("no column: number %d, \"%s\"".formatted(ordinal, name));
    }
  }

  /** Whether rows of a grain have this column. */
  public boolean isOf(Grain grain) {
    return role.isOf(grain);
  }

  /** Whether it holds exact numbers: a measure, or the sum of one. */
  public boolean isAmount() {
    return role == Role.MEASURE || role == Role.TOTAL;
  }

  /** The name. */
  @Override
  public String toString() {
    return name;
  }
}
