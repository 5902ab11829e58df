package dev.ledgerload.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ledgerload.spi.JournalTable.Snapshot;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DayVersionTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "255, 12, 00000000000000ff-12",
    "-1, 0, ffffffffffffffff-0",
    "0, -9223372036854775808, 0000000000000000--9223372036854775808"
  })
  void isReadFromItsText(long structure, long changes, String text) {
    var version = new DayVersion(structure, changes);

    assertThat(version).hasToString(text);
    assertThat(DayVersion.parse(text)).isEqualTo(version);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "-7",
        "ff-7",
        "00000000000000FF-7",
        "00000000000000ff-",
        "00000000000000ff-+7",
        "00000000000000ff-07",
        "00000000000000ff-7 ",
        "00000000000000ff-9223372036854775808"
      })
  void refusesOtherText(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DayVersion.parse(text))
        .withMessageContaining("\"%s\"".formatted(text));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 5, 0, 1, 4, 9, true, the same structure: changes decide",
    "1, 4, 9, 1, 5, 0, false, the same structure: changes decide",
    "1, 5, 9, 1, 5, 0, false, equal versions are equally new",
    "2, 1, 9, 1, 5, 0, true, other structures: the time decides",
    "2, 9, 0, 1, 5, 9, false, other structures: the time decides"
  })
  void tellsWhichOfTwoSnapshotsIsNewer(
      long structure,
      long changes,
      long seconds,
      long otherStructure,
      long otherChanges,
      long otherSeconds,
      boolean newer,
      String why) {
    var one = snapshot(structure, changes, seconds);
    var other = snapshot(otherStructure, otherChanges, otherSeconds);

    assertThat(one.isNewerThan(other)).as(why).isEqualTo(newer);
  }

  private static Snapshot snapshot(long structure, long changes, long seconds) {
    return new Snapshot(
        LocalDate.of(2026, 1, 31),
        Grain.ENTRY,
        Optional.of(new DayVersion(structure, changes)),
        NOON.plusSeconds(seconds));
  }

  @Test
  void goesByTheTimeWhereOneHasNoVersion() {
    var versioned = snapshot(1, 5, 0);
    var later =
        new Snapshot(versioned.day(), Grain.ENTRY, Optional.empty(), versioned.asOf().plusNanos(1));

    assertThat(later.isNewerThan(versioned)).isTrue();
    assertThat(versioned.isNewerThan(later)).isFalse();
  }
}
