package dev.ledgerload.spark;

import static java.util.stream.Collectors.joining;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of all days.
 *
 * @param spans ascending, with days between them that aren't among them
 */
record Days(List<Span> spans) {
  private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
  private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

  /** Every day that there can be. */
  static final Days ALL = between(FIRST, LAST);

  static final Days NONE = new Days(List.of());

  /**
   * Days one after the other.
   *
   * @param last not before the first
   */
  record Span(LocalDate first, LocalDate last) {
    private @Nullable Span and(Span other) {
      var from = first.isAfter(other.first) ? first : other.first;
      var to = last.isBefore(other.last) ? last : other.last;
      return from.isAfter(to) ? null : new Span(from, to);
    }

    private boolean isBeside(Span later) {
      return !later.first.isAfter(last.plusDays(1));
    }

    private long count() {
      return last.toEpochDay() - first.toEpochDay() + 1;
    }
  }

  Days {
    spans = List.copyOf(spans);
  }

  static Days of(LocalDate day) {
    return between(day, day).and(ALL);
  }

  /** From one day to another, both included; none if that is before the first. */
  static Days between(LocalDate first, LocalDate last) {
    return first.isAfter(last) ? NONE : new Days(List.of(new Span(first, last)));
  }

  static Days from(LocalDate first) {
    return between(first, LAST).and(ALL);
  }

  static Days until(LocalDate last) {
    return between(FIRST, last).and(ALL);
  }

  Days and(Days other) {
    List<Span> both = new ArrayList<>();
    for (var mine : spans) {
      for (var theirs : other.spans) {
        var common = mine.and(theirs);
        if (common != null) {
          both.add(common);
        }
      }
    }
    return new Days(both);
  }

  Days or(Days other) {
    List<Span> all = new ArrayList<>(spans);
    all.addAll(other.spans);
    all.sort(Comparator.comparing(Span::first));
    List<Span> joined = new ArrayList<>();
    for (var span : all) {
      var before = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (before != null && before.isBeside(span)) {
        var last = before.last().isAfter(span.last()) ? before.last() : span.last();
        joined.set(joined.size() - 1, new Span(before.first(), last));
      } else {
        joined.add(span);
      }
    }
    return new Days(joined);
  }

  boolean isOpenAtBegin() {
    return !spans.isEmpty() && first().equals(FIRST);
  }

  boolean isOpenAtEnd() {
    return !spans.isEmpty() && last().equals(LAST);
  }

  LocalDate first() {
    return spans.get(0).first();
  }

  LocalDate last() {
    return spans.get(spans.size() - 1).last();
  }

  /** How many days there are. */
  long count() {
    return spans.stream().mapToLong(Span::count).sum();
  }

  /** All of them, ascending. */
  List<LocalDate> list() {
    return spans.stream()
        .flatMap(span -> span.first().datesUntil(span.last().plusDays(1)))
        .toList();
  }

  /** {@code 2026-03-01 to 2026-03-31, 2026-05-01}. */
  @Override
  public String toString() {
    return spans.isEmpty() ? "no day" : spans.stream().map(Days::text).collect(joining(", "));
  }

  private static String text(Span span) {
    var from = span.first().equals(FIRST) ? "the first" : span.first().toString();
    var to = span.last().equals(LAST) ? "the last" : span.last().toString();
    return span.first().equals(span.last()) ? from : from + " to " + to;
  }
}
