package dev.ledgerload.loader.hybrid;

import static dev.ledgerload.spi.JournalLoadException.Kind.UNAVAILABLE;
import static dev.ledgerload.spi.JournalLoadException.Kind.UNSUPPORTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalInstallation;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.SourceConfig;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Account pairs come from the view, entries never do; and what if the view is missing or stale. */
class ViewTierTest {
  /** A day to come is in the view's window whenever this runs. */
  private static final LocalDate DAY = LocalDate.of(2100, 1, 1);

  private static final JournalQuery PAIRS = JournalQuery.groups(DAY);

  private final RootAllocator allocator = new RootAllocator();
  private final JournalSchema journal = Servers.newJournal();
  private final JournalInstallation view = Servers.installation("mv");

  @AfterEach
  void leavesNothingBehind() {
    Servers.requireNothingLeft(allocator);
  }

  private SourceConfig config() {
    return Servers.config(allocator).withSchema(journal);
  }

  private HybridJournalSource open(Map<String, String> options) {
    return HybridJournalSource.open(config().withOptions(options), LoadRecorder.NONE);
  }

  private HybridJournalSource open() {
    return open(Map.of("tiers", "memory,mv,copy"));
  }

  private void insertPair(String debit) {
    Servers.execute(
        "INSERT INTO %s (id, trx_date, acc_debit, acc_credit, amount) SELECT i, '%s', '%s', 'c', 5 FROM generate_series(1, 3) i"
            .formatted(journal.tableSql(), DAY, debit));
  }

  private static String requireRows(HybridJournalSource source, JournalQuery query, long rows) {
    var answer = source.answer(query);
    try (var table = answer.table()) {
      assertThat(table.grain()).isEqualTo(query.grain());
      assertThat(table.columns()).isEqualTo(query.columns());
      assertThat(table.rows()).isEqualTo(rows);
      return answer.from();
    }
  }

  private static JournalLoadException failure(HybridJournalSource source, JournalQuery query) {
    return catchThrowableOfType(JournalLoadException.class, () -> source.load(query).close());
  }

  @Test
  void givesPairsFromTheViewAndEntriesFromTheJournal() {
    insertPair("a");
    insertPair("b");
    view.install(config());
    view.refresh(config());
    try (var source = open()) {
      assertThat(source.grains()).containsExactlyInAnyOrder(Grain.ENTRY, Grain.GROUP);
      assertThat(requireRows(source, PAIRS, 2)).isEqualTo("mv");
      assertThat(requireRows(source, PAIRS, 2)).isEqualTo("memory");
      assertThat(requireRows(source, JournalQuery.entries(DAY), 6)).isEqualTo("copy");
      assertThat(requireRows(source, JournalQuery.entries(DAY), 6)).isEqualTo("memory");
      assertThat(requireRows(source, PAIRS, 2)).isEqualTo("memory");
    }
  }

  @Test
  void saysThatTheViewIsMissingAndFindsItOnceItIsThere() {
    insertPair("a");
    try (var source = open()) {
      var failure = failure(source, PAIRS);
      assertThat(failure.kind()).isIn(UNAVAILABLE, UNSUPPORTED);
      assertThat(failure).hasMessageContaining("hybrid").hasMessageContaining("mv");
      assertThat(requireRows(source, JournalQuery.entries(DAY), 3)).isEqualTo("copy");
      view.install(config());
      view.refresh(config());
      assertThat(requireRows(source, PAIRS, 1)).isEqualTo("mv");
      view.uninstall(config());
      assertThat(requireRows(source, PAIRS, 1)).isEqualTo("memory");
      source.invalidate(DAY);
      assertThat(failure(source, PAIRS).kind()).isIn(UNAVAILABLE, UNSUPPORTED);
    }
  }

  @Test
  void refusesAViewThatIsTooOldForTheCaller() {
    insertPair("a");
    view.install(config());
    view.refresh(config());
    insertPair("b");
    try (var source = open()) {
      assertThat(requireRows(source, PAIRS, 1)).as("as of the refresh").isEqualTo("mv");
      var failure = failure(source, PAIRS.noOlderThan(Duration.ofNanos(1)));
      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure).hasMessageContaining("refresh");
      view.refresh(config());
      assertThat(requireRows(source, PAIRS.noOlderThan(Duration.ofMinutes(5)), 1))
          .as("the older snapshot is young enough")
          .isEqualTo("memory");
      source.invalidate(DAY);
      assertThat(requireRows(source, PAIRS, 2)).isEqualTo("mv");
    }
  }

  @Test
  void refusesAViewThatIsNotCurrentWhereOnlyWhatIsWillDo() {
    Servers.installVersions(journal, allocator);
    insertPair("a");
    view.install(config());
    view.refresh(config());
    try (var source = open(Map.of("tiers", "memory,mv,copy", "freshness", "version"))) {
      assertThat(requireRows(source, PAIRS, 1)).isEqualTo("mv");
      insertPair("b");
      var failure = failure(source, PAIRS);
      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure).hasMessageContaining("out of date").hasMessageContaining("version");
      assertThat(requireRows(source, JournalQuery.entries(DAY), 6)).isEqualTo("copy");
      view.refresh(config());
      assertThat(requireRows(source, PAIRS, 2)).isEqualTo("mv");
    }
  }

  @Test
  void refusesAViewOfUnknownVersionWhereOnlyWhatIsCurrentWillDo() {
    insertPair("a");
    view.install(config());
    view.refresh(config());
    try (var source = open(Map.of("tiers", "memory,mv,copy", "freshness", "version"))) {
      var failure = failure(source, PAIRS);
      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure).hasMessageContaining("refresh");
      assertThat(requireRows(source, JournalQuery.entries(DAY), 3)).isEqualTo("copy");
    }
  }
}
