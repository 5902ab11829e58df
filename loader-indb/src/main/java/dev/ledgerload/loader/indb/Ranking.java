package dev.ledgerload.loader.indb;

import dev.ledgerload.postgres.GroupsSql;
import dev.ledgerload.postgres.PostgresSnapshot;
import dev.ledgerload.postgres.Question;
import dev.ledgerload.spi.JournalSchema;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/** A way to have the database rank a day's groups. */
interface Ranking {
  /** What {@link #prepare} asks, as far as that can be asked when the transaction begins. */
  List<Question<?>> questions(JournalSchema journal, LocalDate day);

  /**
   * The query, ready to be asked; gives place, keys, sums and number of entries. Changes settings
   * for the rest of the transaction only.
   *
   * @param journal described in this transaction
   * @throws dev.ledgerload.spi.JournalLoadException of kind {@code UNSUPPORTED} if what it needs
   *     isn't installed
   */
  String prepare(PostgresSnapshot snapshot, GroupsSql journal, LocalDate day) throws SQLException;
}
