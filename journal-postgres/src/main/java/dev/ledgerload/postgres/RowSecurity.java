package dev.ledgerload.postgres;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.OptionType;
import dev.ledgerload.spi.Options;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What has a relation show different rows to different users: row-level security, of it or of what
 * it reads, and views that ask for the user. What was stored by one user and is read by another
 * knows nothing of these.
 *
 * <p>Seen is what the catalogue tells; a function that looks at the user is not.
 */
public final class RowSecurity {
  /** The name of the option that says what to do about it. */
  public static final String OPTION = "row-level-security";

  private static final String REFUSE = "refuse";
  private static final String IGNORE = "ignore";

  private static final SqlScript REASONS = SqlScript.of(RowSecurity.class, "row-security.sql");

  private RowSecurity() {}

  /** Whether the options say that it isn't to count: {@code ignore} rather than {@code refuse}. */
  public static boolean isIgnored(Options options) {
    return options.get(OPTION, OptionType.oneOf(REFUSE, IGNORE), REFUSE).equals(IGNORE);
  }

  /**
   * A query for what shows rows by who asks, a text each; no row where all see the same.
   *
   * @param relation an SQL expression of type {@code regclass}
   */
  public static String of(String relation) {
    return reasons(relation, false);
  }

  /**
   * Refuses a relation that has stored, as a materialized view does or one that it reads, what
   * shows rows by who asks.
   *
   * @param relation its name as SQL
   * @throws JournalLoadException of kind {@code UNSUPPORTED}, which says why
   */
  public static void requireNothingStored(
      PostgresSnapshot snapshot, String strategy, String relation) throws SQLException {
    var reasons = snapshot.ask(stored(relation));
    if (!reasons.isEmpty()) {
      throw refusal(strategy, relation, reasons);
    }
  }

  /** What {@link #requireNothingStored} asks of a relation. */
  public static Question<String> stored(String relation) {
    return new Stored(relation);
  }

  private record Stored(String relation) implements Question<String> {
    @Override
    public String sql(Literals literals) throws SQLException {
      return "SELECT " + listed(reasons("to_regclass(%s)".formatted(literals.of(relation)), true));
    }

    @Override
    public String answer(ResultSet rows) throws SQLException {
      rows.next();
      return rows.getString(1);
    }
  }

  /** A query's texts as one, of an SQL expression; empty where it gives none. */
  static String listed(String query) {
    return "array_to_string(ARRAY(%s), ', ')".formatted(query);
  }

  /** That a view won't do, and what does. It doesn't say how to have it all the same. */
  static JournalLoadException refusal(String strategy, String view, String reasons) {
    return new JournalLoadException(
        UNSUPPORTED,
        strategy,
        ("rows are shown by who asks for them (%s), and %s would show all of them to all who may read"
                + " it: load from the journal itself, as copy and select do, or total it, as indb"
                + " does; what else can be done is told with the option %s")
            .formatted(reasons, view, OPTION));
  }

  private static String reasons(String relation, boolean storedOnly) {
    return REASONS
        .with("relation", relation)
        .with("stored_only", Boolean.toString(storedOnly))
        .sql();
  }
}
