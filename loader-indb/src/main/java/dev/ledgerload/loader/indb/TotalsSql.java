package dev.ledgerload.loader.indb;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.postgres.JournalRelation;
import dev.ledgerload.postgres.SqlScript;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** What this strategy installs beside a journal, as SQL. */
record TotalsSql(JournalRelation journal, JournalSchema schema) {
  private static final SqlScript TOTALS = SqlScript.of(TotalsSql.class, "totals.sql");
  private static final SqlScript CREATE_FUNCTION = SqlScript.of(TotalsSql.class, "function.sql");
  private static final SqlScript CREATE_INDEX = SqlScript.of(TotalsSql.class, "covering-index.sql");

  private static final String FUNCTION = "journal_totals_";
  private static final String INDEX = "journal_totals_index_";

  /** Finds the journal in the catalogue. */
  static TotalsSql of(Connection connection, JournalSchema schema) throws SQLException {
    return new TotalsSql(
        JournalRelation.find(connection, IndbSourceProvider.STRATEGY, schema), schema);
  }

  /** The function's name as SQL, with its schema. */
  String function() {
    return journal.companionSql(FUNCTION);
  }

  /** The function with the types of its parameters, which is what tells it from others. */
  String functionSignature() {
    return function() + "(date)";
  }

  /** The covering index's name as SQL, with its schema. */
  String index() {
    return journal.companionSql(INDEX);
  }

  /** Ranks the pairs of a day, given as SQL: a parameter or a literal. */
  String totals(String day) {
    return filled(TOTALS).with("day", day).sql();
  }

  String createFunction() {
    return filled(CREATE_FUNCTION).with("function", function()).with("totals", totals("$1")).sql();
  }

  String createIndex() {
    return filled(CREATE_INDEX).with("index", journal.companionName(INDEX)).sql();
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

  /**
   * Refuses what isn't the function that these columns need.
   *
   * @param stamp the comment on it; null if there is none
   * @throws JournalLoadException of kind {@code UNSUPPORTED}
   */
  void requireFunction(@Nullable String stamp) {
    requireStamp("function " + function(), createFunction(), stamp);
  }

  /** The same for the covering index. */
  void requireIndex(@Nullable String stamp) {
    requireStamp("index " + index(), createIndex(), stamp);
  }

  private static void requireStamp(String what, String definition, @Nullable String stamp) {
    if (!stamp(definition).equals(stamp)) {
      throw new JournalLoadException(
          UNSUPPORTED,
          IndbSourceProvider.STRATEGY,
          "the %s isn't there, or isn't made for this journal's columns: run".formatted(what)
              + " \"ledgerload install indb\" for it");
    }
  }

  private SqlScript filled(SqlScript script) {
    return script
        .with("journal", journal.sql())
        .with("trx_date", schema.columnSql(schema.day()))
        .with("acc_debit", schema.columnSql(GlEntries.ACC_DEBIT))
        .with("acc_credit", schema.columnSql(GlEntries.ACC_CREDIT))
        .with("amount", schema.columnSql(GlEntries.AMOUNT));
  }
}
