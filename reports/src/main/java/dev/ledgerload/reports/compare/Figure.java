package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.Rival;
import dev.ledgerload.reports.results.Times;
import org.jspecify.annotations.Nullable;

/**
 * A cell as a table shows it.
 *
 * @param state what to make of it
 * @param value the median with its unit, or what is there instead
 * @param interval the median's interval, empty if there is none
 * @param detail the whole error of a failed cell, else empty
 * @param order the number to sort by, empty if there is none
 */
public record Figure(State state, String value, String interval, String detail, String order) {

  enum State {
    /** A time of a verified answer, or of the floor, which has no answer. */
    MEASURED,
    /** A time whose answer was wrong or wasn't verified. */
    UNVERIFIED,
    /** No time, an error. */
    FAILED,
    /** Not part of the run. */
    ABSENT
  }

  private static final int ERROR_LENGTH = 60;

  public static Figure of(@Nullable Cell cell) {
    if (cell == null) {
      return new Figure(State.ABSENT, "–", "", "", "");
    }
    String error = cell.error();
    if (error != null) {
      return new Figure(State.FAILED, "failed: " + firstWords(error), "", error, "");
    }
    return of(cell.isSound() ? State.MEASURED : State.UNVERIFIED, cell.times());
  }

  static Figure ofRival(Rival rival) {
    String error = rival.error();
    return error != null
        ? new Figure(State.FAILED, "failed: " + firstWords(error), "", error, "")
        : of(rival.verified() ? State.MEASURED : State.UNVERIFIED, rival.times());
  }

  private static Figure of(State state, Times times) {
    return new Figure(
        state,
        Figures.time(times.median()),
        Figures.interval(times.median(), times.ciLow(), times.ciHigh()),
        "",
        Double.toString(times.median()));
  }

  /** On one line, {@code 842 ms [831, 860]}. */
  public String text() {
    return withState(interval.isEmpty() ? value : value + " " + interval);
  }

  /** The same without the interval. */
  public String brief() {
    return withState(value);
  }

  private String withState(String text) {
    return state == State.UNVERIFIED ? text + " (answer not verified)" : text;
  }

  /** The state as a style class. */
  public String styleClass() {
    return switch (state) {
      case MEASURED -> "measured";
      case UNVERIFIED -> "unverified";
      case FAILED -> "failed";
      case ABSENT -> "absent";
    };
  }

  public boolean unverified() {
    return state == State.UNVERIFIED;
  }

  private static String firstWords(String error) {
    String line = error.lines().findFirst().orElse("");
    return line.length() <= ERROR_LENGTH ? line : line.substring(0, ERROR_LENGTH - 1) + "…";
  }
}
