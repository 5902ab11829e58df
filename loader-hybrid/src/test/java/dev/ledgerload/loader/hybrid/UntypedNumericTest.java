package dev.ledgerload.loader.hybrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalQuery;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.testbed.JournalEntry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Amounts of a column declared as numeric without digits: what is refused, and what cures it. */
class UntypedNumericTest {
  /** A day to come is in the view's window whenever this runs. */
  private static final LocalDate DAY = LocalDate.of(2100, 1, 1);

  private static final BigDecimal AMOUNT = new BigDecimal("0.012345678901");
  private static final NumericShape ENOUGH = new NumericShape(30, 12);

  private final RootAllocator allocator = new RootAllocator();
  private final JournalSchema journal = Servers.newJournal();

  @BeforeEach
  void declareNoDigits() {
    Servers.execute(
        "ALTER TABLE %s ALTER COLUMN amount TYPE numeric".formatted(journal.tableSql()),
        "INSERT INTO %s (id, trx_date, acc_debit, acc_credit, amount) VALUES (1, '%s', 'd', 'c', %s)"
            .formatted(journal.tableSql(), DAY, AMOUNT));
  }

  @AfterEach
  void leavesNothingBehind() {
    Servers.requireNothingLeft(allocator);
  }

  private JournalLoader open(LoaderConfigurationBuilder configuration) {
    return JournalLoader.open(
        configuration.schema(journal).build(), allocator, new PrometheusRegistry());
  }

  private static LoaderConfigurationBuilder configuration(boolean copy) {
    return LoaderConfiguration.builder(Servers.postgres()).useCopyBinary(copy);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void loadsEntriesWithTheDigitsThatAreSet(boolean copy) {
    try (var loader = open(configuration(copy))) {
      assertThatThrownBy(() -> loader.load(JournalQuery.entries(DAY)).close())
          .isInstanceOf(JournalLoadException.class);
    }
    try (var loader = open(configuration(copy).untypedNumeric(ENOUGH));
        var table = loader.load(JournalQuery.entries(DAY))) {
      assertThat(JournalEntry.of(table)).extracting(JournalEntry::amount).containsExactly(AMOUNT);
    }
  }

  @Test
  void loadsPairsFromTheViewWithTheDigitsThatAreSet() {
    var view = Servers.installation("mv");
    view.install(Servers.config(allocator).withSchema(journal));
    view.refresh(Servers.config(allocator).withSchema(journal));
    try (var loader = open(configuration(true))) {
      assertThatThrownBy(() -> loader.load(JournalQuery.groups(DAY)).close())
          .isInstanceOf(JournalLoadException.class);
    }
    try (var loader = open(configuration(true).untypedNumeric(ENOUGH));
        var table = loader.load(JournalQuery.groups(DAY))) {
      assertThat(table.rows()).isEqualTo(1);
    }
  }
}
