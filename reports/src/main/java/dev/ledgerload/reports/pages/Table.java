package dev.ledgerload.reports.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A table for people, made column by column: the first is text, the others are figures. Not
 * thread-safe.
 */
public final class Table<T> {
  private final List<T> rows;
  private final List<String> heads = new ArrayList<>();
  private final List<Function<T, String>> columns = new ArrayList<>();

  /** Without columns. */
  public Table(List<T> rows) {
    this.rows = rows;
  }

  /** Adds a column at the right. */
  public Table<T> column(String head, Function<T, String> text) {
    heads.add(head);
    columns.add(text);
    return this;
  }

  public List<String> heads() {
    return heads;
  }

  /** What stands in each row. */
  public List<List<String>> lines() {
    return rows.stream()
        .map(row -> columns.stream().map(column -> column.apply(row)).toList())
        .toList();
  }
}
