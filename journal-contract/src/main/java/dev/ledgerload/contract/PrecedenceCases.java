package dev.ledgerload.contract;

import static dev.ledgerload.contract.CacheKit.NOON;
import static dev.ledgerload.contract.CacheKit.requireHeld;
import static dev.ledgerload.contract.CacheKit.snapshot;
import static dev.ledgerload.contract.CacheKit.unversioned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.spi.DayVersion;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalTable.Snapshot;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An old snapshot never takes a newer one's place. */
abstract class PrecedenceCases {
  private static final Instant EARLIER = NOON.minusNanos(1000);
  private static final Instant LATER = NOON.plusNanos(1000);

  private final CacheKit kit;

  PrecedenceCases(CacheKit kit) {
    this.kit = kit;
  }

  private void requireReplaced(Snapshot held, Snapshot by) {
    var cache = kit.open();
    assertThat(kit.put(cache, held)).isTrue();
    assertThat(kit.put(cache, by)).as("%s replaced by %s", held, by).isTrue();
    requireHeld(cache, by);
  }

  private void requireStays(Snapshot held, Snapshot offered) {
    var cache = kit.open();
    assertThat(kit.put(cache, held)).isTrue();
    assertThat(kit.put(cache, offered)).as("%s replaced by %s", held, offered).isFalse();
    requireHeld(cache, held);
  }

  @ParameterizedTest
  @EnumSource
  void aHigherVersionReplacesALower(Grain grain) {
    requireReplaced(snapshot(grain, 4, NOON), snapshot(grain, 5, NOON));
    requireReplaced(snapshot(grain, 4, NOON), snapshot(grain, 5, EARLIER));
  }

  @ParameterizedTest
  @EnumSource
  void aLowerVersionNeverReplacesAHigher(Grain grain) {
    requireStays(snapshot(grain, 5, NOON), snapshot(grain, 4, NOON));
    requireStays(snapshot(grain, 5, NOON), snapshot(grain, 4, LATER));
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, (1L << 53) + 1, Long.MAX_VALUE - 1})
  void comparesVersionsExactly(long version) {
    var lower = snapshot(Grain.GROUP, version, NOON);
    var higher = snapshot(Grain.GROUP, version + 1, NOON);
    requireReplaced(lower, higher);
    requireStays(higher, lower);
  }

  @Test
  void theSameVersionIsTakenAgain() {
    requireReplaced(snapshot(Grain.ENTRY, 4, NOON), snapshot(Grain.ENTRY, 4, NOON));
    requireReplaced(snapshot(Grain.ENTRY, 4, NOON), snapshot(Grain.ENTRY, 4, LATER));
  }

  @Test
  void withoutVersionsTheLaterSnapshotWins() {
    requireReplaced(unversioned(Grain.ENTRY, NOON), unversioned(Grain.ENTRY, LATER));
    requireReplaced(unversioned(Grain.ENTRY, NOON), unversioned(Grain.ENTRY, NOON));
    requireStays(unversioned(Grain.ENTRY, NOON), unversioned(Grain.ENTRY, EARLIER));
  }

  @Test
  void theLaterSnapshotWinsWhereOneOfThemHasNoVersion() {
    requireReplaced(snapshot(Grain.ENTRY, 9, NOON), unversioned(Grain.ENTRY, LATER));
    requireStays(snapshot(Grain.ENTRY, 9, NOON), unversioned(Grain.ENTRY, EARLIER));
    requireReplaced(unversioned(Grain.ENTRY, NOON), snapshot(Grain.ENTRY, 1, LATER));
    requireStays(unversioned(Grain.ENTRY, NOON), snapshot(Grain.ENTRY, 1, EARLIER));
  }

  @Test
  void theLaterSnapshotWinsWhereVersionsCantBeCompared() {
    var held = snapshot(Grain.ENTRY, 9, NOON);
    requireReplaced(held, ofOtherStructure(3, LATER));
    requireStays(held, ofOtherStructure(30, EARLIER));
  }

  private static Snapshot ofOtherStructure(long changes, Instant asOf) {
    return new Snapshot(CacheKit.DAY, Grain.ENTRY, Optional.of(new DayVersion(2, changes)), asOf);
  }

  @Test
  void comparesTimesToTheNanosecond() {
    requireStays(unversioned(Grain.ENTRY, NOON), unversioned(Grain.ENTRY, NOON.minusNanos(1)));
    requireReplaced(unversioned(Grain.ENTRY, NOON), unversioned(Grain.ENTRY, NOON.plusNanos(1)));
  }

  @Test
  void aNarrowerTableReplacesAWiderOneOnlyIfItIsNewer() {
    var narrower = GlEntries.of(Grain.ENTRY).without(GlEntries.T_5);
    var cache = kit.open();
    var held = snapshot(Grain.ENTRY, 4, NOON);
    kit.put(cache, held);
    assertThat(kit.put(cache, held, narrower)).isFalse();
    assertThat(kit.put(cache, snapshot(Grain.ENTRY, 4, LATER), narrower)).isFalse();
    requireHeld(cache, held);
    var newer = snapshot(Grain.ENTRY, 5, NOON);
    assertThat(kit.put(cache, newer, narrower)).isTrue();
    requireHeld(cache, newer, narrower);
  }

  @Test
  void aNarrowerTableWithoutAVersionMustBeLater() {
    var narrower = GlEntries.of(GlEntries.AMOUNT);
    var cache = kit.open();
    var held = unversioned(Grain.ENTRY, NOON);
    kit.put(cache, held);
    assertThat(kit.put(cache, held, narrower)).isFalse();
    requireHeld(cache, held);
    var later = unversioned(Grain.ENTRY, LATER);
    assertThat(kit.put(cache, later, narrower)).isTrue();
    requireHeld(cache, later, narrower);
  }

  @Test
  void aWiderTableOfTheSameVersionReplacesANarrower() {
    var cache = kit.open();
    var held = snapshot(Grain.ENTRY, 4, NOON);
    kit.put(cache, held, GlEntries.of(GlEntries.AMOUNT));
    assertThat(kit.put(cache, held)).isTrue();
    requireHeld(cache, held);
  }

  @Test
  void otherColumnsOfTheSameVersionDoNotReplace() {
    var cache = kit.open();
    var held = snapshot(Grain.ENTRY, 4, NOON);
    kit.put(cache, held, GlEntries.of(GlEntries.AMOUNT));
    assertThat(kit.put(cache, held, GlEntries.of(GlEntries.ID))).isFalse();
    requireHeld(cache, held, GlEntries.of(GlEntries.AMOUNT));
  }
}
