package dev.ledgerload.loader.indb;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;

import dev.ledgerload.postgres.JournalRelation;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import java.sql.Connection;
import java.sql.SQLException;

/** What this strategy installs beside a journal, by its names as SQL. */
record Companions(JournalRelation journal) {
  static final String FUNCTION = "journal_totals_";
  static final String INDEX = "journal_totals_index_";

  /**
   * Finds the journal in the catalogue.
   *
   * @throws JournalLoadException of kind {@code UNSUPPORTED} if it isn't there, or is a query,
   *     which has no name
   */
  static Companions of(Connection connection, JournalSchema schema) throws SQLException {
    if (schema.isQuery()) {
      throw new JournalLoadException(
          UNSUPPORTED,
          IndbSourceProvider.STRATEGY,
          "the journal is a query, beside which nothing can be installed: total it by"
              + " from=group-by, or make a view of it (CREATE VIEW) and name that");
    }
    return new Companions(JournalRelation.find(connection, IndbSourceProvider.STRATEGY, schema));
  }

  /** The function's name, with its schema. */
  String function() {
    return journal.companionSql(FUNCTION);
  }

  /** The function with the types of its parameters, which is what tells it from others. */
  String functionSignature() {
    return function() + "(date)";
  }

  /** The covering index's name, with its schema. */
  String index() {
    return journal.companionSql(INDEX);
  }

  /** The same without the schema, for statements that imply it. */
  String indexName() {
    return journal.companionName(INDEX);
  }
}
