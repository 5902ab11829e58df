package dev.ledgerload.rivals;

import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.testbed.DatabaseUrl;
import dev.ledgerload.testbed.JournalOracle;
import dev.ledgerload.testbed.JournalParameters;
import dev.ledgerload.testbed.JournalTestbed;
import dev.ledgerload.testbed.SeedOptions;
import dev.ledgerload.testbed.SeededJournal;

/** A day of a seeded journal on a server that ends with this JVM. */
final class SmallDay {
  static final int ROWS = 2_000;

  private static final JournalTestbed TESTBED = JournalTestbed.start();
  private static final SeededJournal JOURNAL = new SeededJournal(JournalParameters.of(ROWS, 2));
  private static final JournalSchema SCHEMA =
      JournalSchema.GL_ENTRIES.withTable("public.rivals_entries");

  static {
    JOURNAL.seed(TESTBED.postgresUrl(), SCHEMA, SeedOptions.DEFAULT);
  }

  private SmallDay() {}

  static JournalOracle oracle() {
    return JOURNAL.oracle();
  }

  static String password() {
    return DatabaseUrl.of(TESTBED.postgresUrl()).password();
  }

  static RivalRequest request() {
    var url = DatabaseUrl.of(TESTBED.postgresUrl());
    return new RivalRequest(
        RivalRequest.PROTOCOL,
        TESTBED.postgresUrl().jdbcUrl(),
        "postgresql://%s:%s@%s:%d/%s"
            .formatted(url.user(), url.password(), url.host(), url.port(), url.database()),
        SCHEMA.tableSql(),
        JOURNAL.parameters().day(1).toString(),
        null);
  }

  static DayQuery query() {
    return DayQuery.of(request());
  }
}
