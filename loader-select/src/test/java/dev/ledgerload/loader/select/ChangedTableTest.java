package dev.ledgerload.loader.select;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.JournalSource;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A source that has loaded again and again loads on when somebody has changed the table. */
@Tag("churn")
class ChangedTableTest {
  /** From the fifth on the driver has its statements prepared. */
  private static final int LOADS = 7;

  @ParameterizedTest
  @CsvSource({
    "plain, ALTER TABLE small_entries ADD COLUMN remark text DEFAULT 'none'",
    "tuned, ALTER TABLE small_entries ADD COLUMN remark text DEFAULT 'none'",
    "plain, ALTER TABLE small_entries ALTER COLUMN id TYPE bigint",
    "tuned, ALTER TABLE small_entries ALTER COLUMN id TYPE bigint",
    "plain, ALTER TABLE small_entries ALTER COLUMN acc_debit TYPE text",
    "tuned, ALTER TABLE small_entries ALTER COLUMN acc_debit TYPE text"
  })
  void isLoadedAsItIsNow(String mode, String change) {
    try (var journal = new SmallJournal("integer");
        var source = journal.open(mode, "prepareThreshold=5")) {
      requireRight(source);
      SmallJournal.execute(change);
      requireRight(source);
    }
  }

  @ParameterizedTest
  @CsvSource({"plain", "tuned"})
  void isLoadedAtItsNewScale(String mode) {
    try (var journal = new SmallJournal("integer");
        var source = journal.open(mode, "prepareThreshold=5")) {
      requireRight(source);
      SmallJournal.execute("ALTER TABLE small_entries ALTER COLUMN amount TYPE numeric(20,3)");
      assertThat(SmallJournal.load(source).get(1).amount()).isEqualTo("1234567.890");
    }
  }

  /** Another table under the journal's name, without the columns that were there. */
  @ParameterizedTest
  @CsvSource({"plain", "tuned"})
  void isLoadedFromTheTableThatHasItsName(String mode) {
    try (var journal = new SmallJournal("integer");
        var source = journal.open(mode, "prepareThreshold=5")) {
      requireRight(source);
      SmallJournal.execute(
          "CREATE TABLE new_entries AS SELECT id::bigint, trx_date, acc_debit::text, acc_credit,"
              + " amount, t_1, t_2, t_3, t_4, t_5 FROM small_entries",
          "BEGIN; DROP TABLE small_entries; ALTER TABLE new_entries RENAME TO small_entries; COMMIT");
      requireRight(source);
    }
  }

  private static void requireRight(JournalSource source) {
    for (int load = 1; load <= LOADS; load++) {
      assertThat(SmallJournal.load(source)).as("load %d", load).isEqualTo(SmallJournal.ENTRIES);
      assertThat(SmallJournal.ids(source)).isEqualTo(List.of(17L, 1000L, 9999L));
    }
  }
}
