package dev.ledgerload.loader.indb;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.spi.Totals.Group;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows that are hidden from some: who asks for totals gets those of what they may see. */
@Tag("rights")
class RowSecurityTest {
  private static final String ALICE = "ledgerload_indb_alice";
  private static final Map<String, String> NAMED =
      Map.of("from", "view", "view", "indb_test.pairs");
  private static final String PAIRS =
      "%s AS SELECT trx_date, acc_debit, acc_credit, sum(amount) AS total_amount, count(*) AS entry_count FROM indb_test.gl GROUP BY 1, 2, 3";

  private final Journal journal = new Journal("gl");

  @BeforeEach
  void hideRows() {
    journal.install();
    Journal.execute(
        "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(ALICE, Journal.PASSWORD),
        "GRANT USAGE ON SCHEMA indb_test TO " + ALICE,
        "GRANT SELECT ON indb_test.gl TO " + ALICE,
        "TRUNCATE indb_test.gl",
        "INSERT INTO indb_test.gl VALUES ('2026-01-31', '%s', 'c', 100), ('2026-01-31', 'bob', 'c', 900)"
            .formatted(ALICE),
        "CREATE POLICY own ON indb_test.gl FOR SELECT USING (acc_debit = current_user)");
  }

  @AfterEach
  void drop() {
    Journal.execute("DROP OWNED BY " + ALICE, "DROP ROLE " + ALICE);
    journal.close();
  }

  private static void enable() {
    Journal.execute("ALTER TABLE indb_test.gl ENABLE ROW LEVEL SECURITY");
  }

  private SourceConfig alices(Map<String, String> options) {
    return journal.config(ALICE).withOptions(options);
  }

  private void requireOwn(Map<String, String> options) {
    assertThat(Journal.totals(alices(options)).groups())
        .containsExactly(new Group(List.of(ALICE, "c"), List.of(new BigDecimal("100.00")), 1));
  }

  private void requireRefused(Map<String, String> options) {
    assertThatThrownBy(() -> Journal.totals(alices(options)))
        .isInstanceOfSatisfying(
            JournalLoadException.class, e -> assertThat(e.kind()).isEqualTo(UNSUPPORTED))
        .hasMessageContaining("the row-level security of indb_test.gl")
        .message()
        .doesNotContainIgnoringCase("grant")
        .doesNotContain("ignore");
  }

  @Test
  void totalsWhatTheCallerMaySee() {
    enable();
    requireOwn(Map.of());
    requireOwn(Map.of("from", "function"));
    requireOwn(Map.of("from", "covering-index"));
    assertThat(journal.totals(Map.of()).groups()).hasSize(2);
  }

  @Test
  void refusesTheUsualViewOnceRowsAreHidden() {
    UsualView.make(journal.config(), Journal.DAY);
    Journal.execute("GRANT SELECT ON indb_test.mv_daily_gl TO " + ALICE);
    assertThat(Journal.totals(alices(Map.of("from", "view"))).groups()).hasSize(2);
    enable();
    requireRefused(Map.of("from", "view"));
    requireRefused(Map.of("from", "view", "row-level-security", "ignore"));
  }

  @Test
  void refusesAViewThatHasStoredWhatIsHiddenUnlessThatIsMeant() {
    enable();
    Journal.execute(
        PAIRS.formatted("CREATE MATERIALIZED VIEW indb_test.stored"),
        "CREATE VIEW indb_test.pairs AS SELECT * FROM indb_test.stored",
        "GRANT SELECT ON indb_test.pairs TO " + ALICE);

    requireRefused(NAMED);
    assertThat(
            Journal.totals(
                    alices(
                        Map.of(
                            "from", "view",
                            "view", "indb_test.pairs",
                            "row-level-security", "ignore")))
                .groups())
        .hasSize(2);
  }

  @Test
  void readsAViewThatHidesRowsItself() {
    enable();
    Journal.execute(
        PAIRS.formatted("CREATE VIEW indb_test.pairs"),
        "ALTER VIEW indb_test.pairs OWNER TO " + ALICE,
        "GRANT SELECT ON indb_test.pairs TO " + ALICE);

    requireOwn(NAMED);
  }

  @Test
  void refusesAnotherValueOfTheOption() {
    assertThatThrownBy(() -> journal.totals(Map.of("row-level-security", "off")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be refuse or ignore, not \"off\"");
  }
}
