package dev.ledgerload.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeededJournalTest {
  private static final int MILLION = 1_000_000;

  private final JournalTables million = JournalTables.of(JournalParameters.of(MILLION, 1));

  @Test
  void isTheSameOnEveryJvm() {
    var journal = new SeededJournal(JournalParameters.of(1000, 2));
    var oracle = journal.oracle();
    var lastDay = journal.parameters().day(1);
    assertThat(oracle.digest(lastDay, GlEntries.of(Grain.ENTRY))).isEqualTo(-7475494261087565023L);
    assertThat(oracle.digest(lastDay, Grain.GROUP, GlEntries.of(Grain.GROUP)))
        .isEqualTo(-2262590787645904380L);
  }

  @Test
  void makesAnEntryFromItsPositionAlone() {
    var forwards = new EntryGenerator(million);
    var jumping = new EntryGenerator(million);
    for (int row = 0; row < 100; row++) {
      forwards.moveTo(0, row);
      jumping.moveTo(0, 99 - row);
      jumping.moveTo(0, row);
      assertThat(jumping).usingRecursiveComparison().isEqualTo(forwards);
    }
  }

  @Test
  void givesOtherEntriesForAnotherSeed() {
    var parameters = JournalParameters.of(1000, 1);
    var other = new SeededJournal(parameters.withSeed(7));
    var columns = GlEntries.of(GlEntries.AMOUNT);
    assertThat(other.oracle().digest(parameters.day(0), columns))
        .isNotEqualTo(new SeededJournal(parameters).oracle().digest(parameters.day(0), columns));
  }

  @Test
  void hasAbout35000PairsInAMillionEntries() {
    assertThat(PairSum.of(million, 0)).hasSizeBetween(30_000, 40_000);
  }

  @Test
  void hasNullsReversalsAndZerosInTheirShares() {
    var entry = new EntryGenerator(million);
    var nulls = new int[EntryGenerator.CODES];
    int negatives = 0;
    int zeros = 0;
    for (int row = 0; row < MILLION; row++) {
      entry.moveTo(0, row);
      for (int i = 0; i < nulls.length; i++) {
        nulls[i] += entry.code[i] == EntryGenerator.NULL_CODE ? 1 : 0;
      }
      negatives += entry.cents < 0 ? 1 : 0;
      zeros += entry.cents == 0 ? 1 : 0;
      assertThat(entry.debit != entry.credit).isTrue();
    }
    assertThat(nulls[0]).isZero();
    for (int i = 1; i < nulls.length; i++) {
      assertThat(nulls[i] / 10_000.0).isBetween(sharePercent(i) - 0.5, sharePercent(i) + 0.5);
    }
    assertThat(negatives).isBetween(35_000, 45_000);
    assertThat(zeros).isBetween(150, 350);
  }

  private static double sharePercent(int code) {
    return JournalTables.NULL_PERCENT[code];
  }

  @Test
  void usesAllCodesOfEveryColumn() {
    var entry = new EntryGenerator(million);
    var used = new ArrayList<Set<Integer>>();
    for (int i = 0; i < EntryGenerator.CODES; i++) {
      used.add(new HashSet<>());
    }
    for (int row = 0; row < MILLION; row++) {
      entry.moveTo(0, row);
      for (int i = 0; i < EntryGenerator.CODES; i++) {
        used.get(i).add(entry.code[i]);
      }
    }
    assertThat(used.get(0)).hasSize(12);
    assertThat(used.get(1)).hasSize(60 + 1);
    assertThat(used.get(2)).hasSize(800 + 1);
    assertThat(used.get(3)).hasSize(5000 + 1);
    assertThat(used.get(4)).hasSizeBetween(19_000, 20_000 + 1);
  }

  @Test
  void hasEmptyLongAndNonAsciiCodes() {
    var codes = million.codes().get(4);
    var texts = new ArrayList<String>();
    for (int i = 0; i < codes.size(); i++) {
      texts.add(codes.text(i));
    }
    assertThat(texts).doesNotHaveDuplicates().contains("");
    assertThat(texts).anyMatch(text -> text.startsWith("Köln"));
    assertThat(texts).anyMatch(text -> text.startsWith("東京"));
    assertThat(texts).anyMatch(text -> text.startsWith("🚢"));
    assertThat(texts).anyMatch(text -> bytes(text) > 16);
    assertThat(texts).anyMatch(text -> bytes(text) > 8 && bytes(text) <= 16);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void hasLogNormalAmounts() {
    var entry = new EntryGenerator(million);
    List<Long> amounts = new ArrayList<>();
    for (int row = 0; row < 100_000; row++) {
      entry.moveTo(0, row);
      amounts.add(Math.abs(entry.cents));
    }
    Collections.sort(amounts);
    assertThat(amounts.get(50_000)).isBetween(24_000L, 28_000L);
    double lowerSpread = Math.log((double) amounts.get(50_000) / amounts.get(15_866));
    assertThat(lowerSpread).isBetween(1.6, 2.0);
  }

  @ParameterizedTest
  @EnumSource
  void makesTheTablesThatAPerfectSourceWouldLoad(Grain grain) {
    var journal = new SeededJournal(JournalParameters.of(3000, 2));
    var snapshot =
        new JournalTable.Snapshot(
            journal.parameters().day(1), grain, Optional.of(new DayVersion(1, 5)), Instant.EPOCH);
    try (var allocator = new RootAllocator();
        var table = journal.table(snapshot, 1000, allocator)) {
      assertThat(table.snapshot()).isEqualTo(snapshot);
      assertThat(table.columns()).isEqualTo(GlEntries.of(grain));
      assertThat(table.batches().size()).isGreaterThan(1);
      assertThat(TableDigest.of(table))
          .isEqualTo(journal.oracle().digest(snapshot.day(), grain, table.columns()));
    }
  }

  @Test
  void itsDaysHaveTheSameEntriesAmongOthersButForTheirIds() {
    var alone = new SeededJournal(JournalParameters.of(3000, 2));
    var among = new SeededJournal(alone.parameters().withHistoryDays(5));
    var withoutIds = GlEntries.of(Grain.ENTRY).without(GlEntries.ID);
    for (var day : alone.parameters().dayList()) {
      assertThat(among.oracle().digest(day, withoutIds))
          .isEqualTo(alone.oracle().digest(day, withoutIds));
      assertThat(among.oracle().totals(day)).isEqualTo(alone.oracle().totals(day));
    }
    assertThat(among.parameters().dayList()).isEqualTo(alone.parameters().dayList());
  }

  @Test
  void hasAHistoryOfSmallerDaysBeforeAndAfterItsOwn() {
    var parameters = JournalParameters.of(3000, 2).withHistoryDays(5);
    var oracle = new SeededJournal(parameters).oracle();
    assertThat(parameters.firstDay().datesUntil(parameters.lastDay().plusDays(1)).map(oracle::rows))
        .containsExactly(600L, 600L, 3000L, 3000L, 600L, 600L, 600L);
    assertThat(parameters.firstDay().plusDays(2)).isEqualTo(JournalParameters.FIRST_DAY);
    assertThat(parameters.rows()).isEqualTo(9000);
    assertThat(oracle.rows(parameters.firstDay().minusDays(1))).isZero();
    assertThat(oracle.rows(parameters.lastDay().plusDays(1))).isZero();
    assertThat(JournalParameters.of(MILLION, 1).rowsPerHistoryDay()).isEqualTo(200_000);
    assertThat(JournalParameters.of(5 * MILLION, 1).rowsPerHistoryDay()).isEqualTo(200_000);
    assertThat(JournalParameters.of(3, 1).rowsPerHistoryDay()).isOne();
  }

  @Test
  void findsTheDayOfEachPlace() {
    var parameters = JournalParameters.of(30, 2).withHistoryDays(5);
    long place = 0;
    for (int day = parameters.firstIndex(); day < parameters.endIndex(); day++) {
      assertThat(parameters.place(day)).isEqualTo(place);
      for (int row = 0; row < parameters.rows(day); row++) {
        assertThat(parameters.indexAt(place)).isEqualTo(day);
        place++;
      }
    }
    assertThat(place).isEqualTo(parameters.rows());
  }

  @Test
  void refusesParametersThatMakeNoJournal() {
    assertThatThrownBy(() -> JournalParameters.of(0, 1)).hasMessageContaining("rowsPerDay");
    assertThatThrownBy(() -> JournalParameters.of(1, 0)).hasMessageContaining("days");
    assertThatThrownBy(() -> new JournalParameters(1, 1, 1, 0, 1, 1))
        .hasMessageContaining("accounts");
    assertThatThrownBy(() -> new JournalParameters(1, 1, 1, 0, 2, Double.NaN))
        .hasMessageContaining("skew");
    assertThatThrownBy(() -> JournalParameters.of(1, 1).day(1)).hasMessageContaining("day");
    assertThatThrownBy(() -> JournalParameters.of(1, 1).withHistoryDays(-1))
        .hasMessageContaining("historyDays must be 0 to 3650, not -1");
    assertThatThrownBy(() -> JournalParameters.of(1, 1).withHistoryDays(2).day(2))
        .hasMessageContaining("day must be -1 to 1, not 2");
  }
}
