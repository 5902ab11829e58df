package dev.ledgerload.loader.copy;

import dev.ledgerload.columnar.TablePart;
import java.util.concurrent.atomic.AtomicBoolean;

/** Pages of the table, and the part of the load that their rows go into. One stream reads it. */
final class PageRange {
  private final TablePart part;
  private final String condition;
  private final AtomicBoolean taken = new AtomicBoolean();

  /**
   * @param condition to be added to a WHERE clause
   */
  PageRange(TablePart part, String condition) {
    this.part = part;
    this.condition = condition;
  }

  TablePart part() {
    return part;
  }

  String condition() {
    return condition;
  }

  /** Whether the caller is now the one to read it. */
  boolean take() {
    return taken.compareAndSet(false, true);
  }

  /** Whether somebody reads it or has read it. */
  boolean isTaken() {
    return taken.get();
  }

  /** Leaves it to another stream; false if something of it has been read. */
  boolean giveBack() {
    if (part.rows() > 0) {
      return false;
    }
    taken.set(false);
    return true;
  }
}
