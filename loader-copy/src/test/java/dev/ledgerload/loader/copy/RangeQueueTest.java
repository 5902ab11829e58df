package dev.ledgerload.loader.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ledgerload.columnar.ColumnSpec;
import dev.ledgerload.columnar.JournalTableBuilder;
import dev.ledgerload.columnar.TablePart;
import dev.ledgerload.spi.GlEntries;
import dev.ledgerload.spi.JournalSchema;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RangeQueueTest {
  private final RootAllocator allocator = new RootAllocator();
  private final JournalTableBuilder builder =
      new JournalTableBuilder(
          allocator, JournalSchema.GL_ENTRIES, List.of(ColumnSpec.of(GlEntries.ID)));
  private final RangeQueue queue = new RangeQueue(List.of("a", "b", "c"));
  private final TablePart part = builder.addPart();
  private final RangeQueue.Reader first = queue.new Reader(builder.addPart(), true);
  private final RangeQueue.Reader other = queue.new Reader(part, false);

  @AfterEach
  void close() {
    builder.close();
    allocator.close();
  }

  @Test
  void givesEachRangeOnceAndInOrder() {
    assertThat(first.next()).isEqualTo("a");
    assertThat(other.next()).isEqualTo("b");
    assertThat(first.next()).isEqualTo("c");
    assertThat(other.next()).isNull();
    assertThat(queue.isOver()).isTrue();
  }

  @Test
  void givesToTheNextWhatWasGivenBack() {
    assertThat(other.next()).isEqualTo("a");

    assertThat(other.giveBack()).isTrue();
    assertThat(other.giveBack()).isFalse();
    assertThat(first.next()).isEqualTo("a");
  }

  @Test
  void keepsARangeOfWhichSomethingWasRead() {
    assertThat(other.next()).isEqualTo("a");
    part.append(new Object[] {1L});

    assertThat(other.giveBack()).isFalse();
  }

  /** Rows of an earlier range are none of this one's. */
  @Test
  void takesBackALaterRangeOfOneWhoHasReadAnother() {
    assertThat(other.next()).isEqualTo("a");
    part.append(new Object[] {1L});
    assertThat(other.next()).isEqualTo("b");

    assertThat(other.giveBack()).isTrue();
    assertThat(first.next()).isEqualTo("b");
  }

  @Test
  void givesOnlyTheFirstWhatIsLeftWhenItIsClosed() {
    queue.close();

    assertThat(other.next()).isNull();
    assertThat(other.hasBegun()).isFalse();
    assertThat(first.next()).isEqualTo("a");
    assertThat(first.hasBegun()).isTrue();
  }

  /** A range that was given back is the first one's: whoever hasn't begun may end. */
  @Test
  void isOverForOthersWhenItIsClosedThoughSomethingIsLeft() {
    assertThat(other.next()).isEqualTo("a");
    assertThat(other.giveBack()).isTrue();
    assertThat(queue.isOver()).isFalse();
    queue.close();

    assertThat(queue.isOver()).isTrue();
    assertThat(first.next()).isEqualTo("a");
  }
}
