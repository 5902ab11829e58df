package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.ComparisonRow;
import dev.ledgerload.reports.compare.LinkComparison;
import dev.ledgerload.reports.compare.Method;
import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.RunResults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The measured cells of one method at one number of entries. */
record CellGroup(long entries, Method method, List<CellSeries> cells) {

  /** Those at a comparison's number of entries, in its order; a method without times has none. */
  static List<CellGroup> of(RunResults results, Comparison comparison) {
    return of(
        comparison.entries(),
        comparison.rows().stream().map(ComparisonRow::method).toList(),
        results.cells());
  }

  /** Those over links. */
  static List<CellGroup> of(RunResults results, LinkComparison comparison) {
    return of(
        comparison.entries(),
        comparison.rows().stream().map(LinkComparison.Row::method).toList(),
        results.linkedCells());
  }

  private static List<CellGroup> of(long entries, List<Method> methods, List<Cell> all) {
    Map<Method, List<CellSeries>> cells = new LinkedHashMap<>();
    methods.forEach(method -> cells.put(method, new ArrayList<>()));
    all.stream()
        .filter(cell -> cell.id().rows() == entries && cell.succeeded())
        .forEach(
            cell ->
                cells
                    .computeIfAbsent(Method.of(cell), method -> new ArrayList<>())
                    .add(new CellSeries(cell)));
    var groups = new ArrayList<CellGroup>();
    cells.forEach(
        (method, series) -> {
          if (!series.isEmpty()) {
            groups.add(new CellGroup(entries, method, List.copyOf(series)));
          }
        });
    return List.copyOf(groups);
  }

  /** Of the group on the page. */
  String id() {
    return cells.get(0).cell().id().link() == null ? id(entries, method) : linkedId(method);
  }

  static String id(long entries, Method method) {
    return "cells-%d-%s".formatted(entries, method.id());
  }

  static String linkedId(Method method) {
    return "linked-cells-" + method.id();
  }
}
