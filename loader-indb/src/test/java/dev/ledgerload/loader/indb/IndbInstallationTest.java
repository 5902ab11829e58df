package dev.ledgerload.loader.indb;

import static dev.ledgerload.loader.indb.Journal.objects;
import static dev.ledgerload.loader.indb.Journal.texts;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.testbed.PgBouncer;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndbInstallationTest {
  private static final Map<String, String> BY_FUNCTION = Map.of("from", "function");
  private static final Map<String, String> BY_INDEX = Map.of("from", "covering-index");
  private static final Map<String, String> WITHOUT_INDEX = Map.of("covering-index", "false");
  private static final String FUNCTION = "function journal_totals_gl";
  private static final String INDEX = "i journal_totals_index_gl";
  private static final String CALL =
      "SELECT %s FROM indb_test.journal_totals_gl('2026-01-31') ORDER BY journal_id LIMIT 2";

  private final Journal journal = new Journal("gl");
  private final IndbInstallation installation = new IndbInstallation();

  @AfterEach
  void drop() {
    journal.close();
  }

  @Test
  void isFoundByItsName() {
    assertThat(ServiceLoader.load(dev.ledgerload.spi.JournalInstallation.class))
        .extracting(dev.ledgerload.spi.JournalInstallation::name)
        .contains("indb");
  }

  @Test
  void givesWhoeverCallsTheFunctionTheColumnsOfGroups() {
    journal.install();

    assertThat(
            texts(CALL.formatted("(journal_id, acc_debit, acc_credit, total_amount, entry_count)")))
        .containsExactly("(1,d48,c3,443642.00,29)", "(2,d45,c0,443555.00,29)");
    assertThat(texts(CALL.formatted("processing_time_ms >= 0"))).containsExactly("t", "t");
  }

  @Test
  void isPlannedInPlaceOfItsCall() {
    journal.install();

    assertThat(String.join("\n", texts("EXPLAIN " + CALL.formatted("total_amount"))))
        .contains("Aggregate")
        .doesNotContain("Function Scan");
  }

  @Test
  void leavesWhatIsThereAlready() {
    journal.install();
    var before = oids();
    journal.install();

    assertThat(oids()).isEqualTo(before);
  }

  private static List<String> oids() {
    return texts(
        "SELECT 'indb_test.journal_totals_gl'::regproc::oid UNION ALL"
            + " SELECT relfilenode FROM pg_class WHERE relname = 'journal_totals_index_gl'");
  }

  @Test
  void leavesTheIndexOutOrTakesItAwayWhereItIsNotWanted() {
    installation.install(journal.config().withOptions(WITHOUT_INDEX));
    assertThat(objects()).contains(FUNCTION).doesNotContain(INDEX);

    journal.install();
    assertThat(objects()).contains(FUNCTION, INDEX);

    installation.install(journal.config().withOptions(WITHOUT_INDEX));
    assertThat(objects()).contains(FUNCTION).doesNotContain(INDEX);
  }

  @Test
  void removesWhatItInstalledAndNothingElse() {
    var before = objects();
    journal.install();
    assertThat(installation.isInstalled(journal.config())).isTrue();
    installation.uninstall(journal.config());
    assertThat(objects()).isEqualTo(before);

    assertThat(installation.isInstalled(journal.config())).isFalse();
    installation.uninstall(journal.config());
    assertThat(objects()).isEqualTo(before);
  }

  @Test
  void leavesNothingWhereItFailsHalfway() {
    var before = objects();
    var filtered =
        JournalSchema.of("indb_test.gl")
            .day("trx_date")
            .keys("acc_debit")
            .measures("amount")
            .filter("trx_date < now()")
            .build();

    assertThatThrownBy(() -> installation.install(config(filtered)))
        .isInstanceOfSatisfying(
            JournalLoadException.class, e -> assertThat(e.kind()).isEqualTo(UNSUPPORTED))
        .hasMessageContaining("IMMUTABLE")
        .hasMessageContaining("covering-index=false");
    assertThat(objects()).isEqualTo(before);

    installation.install(config(filtered).withOptions(WITHOUT_INDEX));
    assertThat(objects()).contains(FUNCTION);
  }

  @Test
  void indexesOnlyWhatCanHaveAnIndex() {
    Journal.execute(
        "CREATE VIEW indb_test.v AS SELECT * FROM indb_test.gl",
        "CREATE MATERIALIZED VIEW indb_test.m AS SELECT * FROM indb_test.gl");
    var view = config(journal.schema().withTable("indb_test.v"));
    var stored = config(journal.schema().withTable("indb_test.m"));

    assertThatThrownBy(
            () -> installation.install(view.withOptions(Map.of("covering-index", "true"))))
        .isInstanceOfSatisfying(
            JournalLoadException.class, e -> assertThat(e.kind()).isEqualTo(UNSUPPORTED))
        .hasMessageContaining("\"indb_test\".\"v\" is no table")
        .hasMessageContaining("leave covering-index out");
    installation.install(view);
    installation.install(stored);

    var totals = totalsOf(journal.config());
    assertThat(Journal.totals(view.withOptions(BY_FUNCTION))).isEqualTo(totals);
    assertThat(Journal.totals(stored.withOptions(BY_INDEX))).isEqualTo(totals);
    assertThat(objects())
        .contains("i journal_totals_index_m")
        .doesNotContain("i journal_totals_index_v");
  }

  private SourceConfig config(JournalSchema schema) {
    return journal.config().withSchema(schema);
  }

  private Object totalsOf(SourceConfig config) {
    installation.install(config);
    return Journal.totals(config.withOptions(BY_FUNCTION));
  }

  @Test
  void refusesToServeWhatIsNotInstalled() {
    assertRefused(
        journal.config().withOptions(BY_FUNCTION), "function \"indb_test\".\"journal_totals_gl\"");

    installation.install(journal.config().withOptions(WITHOUT_INDEX));
    assertRefused(
        journal.config().withOptions(BY_INDEX), "index \"indb_test\".\"journal_totals_index_gl\"");
  }

  /** Else it would give totals of another column, and nobody would notice. */
  @Test
  void refusesToServeWhatWasInstalledForOtherColumns() {
    journal.install();
    var other = config(journal.schema().withSqlName(GlEntries.AMOUNT, "other"));
    assertRefused(other.withOptions(BY_FUNCTION), "isn't made for this journal's columns");

    installation.install(other);
    assertThat(Journal.totals(other.withOptions(BY_FUNCTION)).groups())
        .isEmpty(); // all of them negative
    assertRefused(
        journal.config().withOptions(BY_FUNCTION), "isn't made for this journal's columns");
  }

  /** The server cuts names at 63 bytes. */
  @Test
  void refusesToServeAJournalByTheFunctionOfAnotherWithAlmostTheSameName() {
    var stem = "a".repeat(60);
    Journal.execute(Journal.create(stem + "1"), Journal.create(stem + "2"));
    installation.install(config(journal.schema().withTable("indb_test." + stem + "1")));

    assertRefused(
        config(journal.schema().withTable("indb_test." + stem + "2")).withOptions(BY_FUNCTION),
        "isn't made for this journal's columns");
  }

  private static void assertRefused(SourceConfig config, String what) {
    assertThatThrownBy(() -> Journal.totals(config))
        .isInstanceOfSatisfying(
            JournalLoadException.class, e -> assertThat(e.kind()).isEqualTo(UNSUPPORTED))
        .hasMessageContaining(what)
        .hasMessageContaining("ledgerload install indb");
  }

  @Test
  void refreshesWhatIsThereAndMadeForTheseColumns() {
    installation.refresh(journal.config()); // nothing to do
    journal.install();
    installation.refresh(journal.config());

    var other = config(journal.schema().withSqlName(GlEntries.AMOUNT, "other"));
    assertThatThrownBy(() -> installation.refresh(other))
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining("ledgerload install indb");
  }

  /** What is called as the index of this journal may be that of one before. */
  @Test
  void makesTheIndexAnewWhereTheTableWasRotatedAway() {
    journal.install();
    Journal.execute(
        "ALTER TABLE indb_test.gl RENAME TO gl_old",
        "CREATE TABLE indb_test.gl (LIKE indb_test.gl_old)",
        "INSERT INTO indb_test.gl VALUES ('2026-01-31', 'a', 'b', 1)");
    assertRefused(
        journal.config().withOptions(BY_INDEX), "index \"indb_test\".\"journal_totals_index_gl\"");
    assertThat(Journal.totals(journal.config().withOptions(BY_FUNCTION)).groups()).hasSize(1);

    journal.install();
    assertThat(Journal.totals(journal.config().withOptions(BY_INDEX)).groups()).hasSize(1);
    assertThat(
            texts(
                "SELECT indrelid::regclass FROM pg_index"
                    + " WHERE indexrelid = 'indb_test.journal_totals_index_gl'::regclass"))
        .containsExactly("indb_test.gl");
  }

  /** Each transaction may run in another of the server's sessions. */
  @Tag("settings")
  @EnabledIf("dev.ledgerload.testbed.PgBouncer#isExpected")
  @Test
  void isInstalledAndServesBehindAPooler() {
    journal.install();
    var totals = totalsOf(journal.config());
    installation.uninstall(journal.config());
    try (var pool = PgBouncer.start(Journal.url())) {
      var pooled = journal.config(pool.url());
      installation.install(pooled);
      try (var one = new IndbSourceProvider().open(pooled.withOptions(BY_INDEX));
          var another = new IndbSourceProvider().open(pooled.withOptions(BY_FUNCTION));
          var uninstalled = new IndbSourceProvider().open(pooled)) {
        for (int i = 0; i < 7; i++) {
          assertThat(one.totals(Journal.DAY)).isEqualTo(totals);
          assertThat(another.totals(Journal.DAY)).isEqualTo(totals);
          assertThat(uninstalled.totals(Journal.DAY)).isEqualTo(totals);
        }
      }
      assertThat(installation.isInstalled(pooled)).isTrue();
      installation.uninstall(pooled);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "amount     | double precision | must be numeric",
        "trx_date   | text             | must be date",
        "acc_credit | json             | can't be grouped by it"
      })
  void refusesAColumnThatItCannotSum(String column, String type, String allowed) {
    Journal.execute(
        "ALTER TABLE indb_test.gl ALTER %1$s TYPE %2$s USING NULL".formatted(column, type));

    assertThatThrownBy(journal::install)
        .isInstanceOf(JournalLoadException.class)
        .hasMessageContaining('"' + column + '"')
        .hasMessageContaining(allowed);
  }

  @Test
  void refusesOptionsThatItDoesNotHave() {
    var misspelt = journal.config().withOptions(Map.of("index", "true"));
    assertThatThrownBy(() -> installation.install(misspelt))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("indb has no option \"index\"");

    var wrong = journal.config().withOptions(Map.of("covering-index", "yes"));
    assertThatThrownBy(() -> installation.install(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be true or false, not \"yes\"");
  }
}
