package dev.ledgerload.reports.results;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rivals beside {@link SampleRun}: one of each kind, one failed. */
public final class SampleRivals {
  private static final long ENTRIES = 1_000_000;

  private SampleRivals() {}

  public static RunResults results() {
    return SampleRun.results()
        .withRivals(
            List.of(
                list("spring-jdbc", "Spring JdbcTemplate", 1_100),
                new Rival(
                    "psycopg-drain",
                    "psycopg 3, COPY drained",
                    "Python",
                    "psycopg 3.3.9",
                    "nothing",
                    "A COPY, received and dropped.",
                    "rivals/src/main/python/psycopg_drain.py",
                    ENTRIES,
                    times(830),
                    820.0,
                    75_000_000L,
                    null,
                    103_500_000L,
                    null,
                    null,
                    null,
                    null,
                    true,
                    null),
                arrow("adbc", "ADBC", 1_290, "text", true),
                arrow("connectorx", "ConnectorX", 1_450, "decimal128(38, 10)", true),
                arrow("pandas", "pandas", 3_440, "float64", false),
                failed("vertx", "Vert.x PostgreSQL client", "wrong answer: 7 entries, not 8")));
  }

  private static Rival list(String name, String title, double ms) {
    return new Rival(
        name,
        title,
        "Java",
        "spring-jdbc 7.0.3, postgresql 42.7.14",
        "a list of records",
        "A query with a row mapper.",
        "rivals/src/main/java/dev/ledgerload/rivals/JdbcTemplateRival.java",
        ENTRIES,
        times(ms),
        0.8 * ms,
        1_250_000_000L,
        461_000_000L,
        null,
        320.0,
        "BigDecimal",
        true,
        true,
        true,
        null);
  }

  private static Rival arrow(String name, String title, double ms, String amount, boolean exact) {
    return new Rival(
        name,
        title,
        "Python",
        name + " 1.2.3",
        "an Arrow table",
        "A COPY, decoded.",
        "rivals/src/main/python/" + name + ".py",
        ENTRIES,
        times(ms),
        ms,
        257_000_000L,
        83_000_000L,
        null,
        110.0,
        amount,
        exact,
        true,
        true,
        null);
  }

  public static Rival failed(String name, String title, @Nullable String error) {
    return new Rival(
        name,
        title,
        "Java",
        "",
        "a list of records",
        "A prepared query.",
        "rivals/src/main/java/dev/ledgerload/rivals/VertxRival.java",
        ENTRIES,
        Times.NONE,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        false,
        error);
  }

  private static Times times(double ms) {
    return Times.of(List.of(), SampleRun.times(ms, Math.round(ms)));
  }
}
