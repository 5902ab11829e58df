package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.compare.Method;
import dev.ledgerload.reports.results.RunResults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The measured cells of one method at one number of entries. */
record CellGroup(long entries, Method method, List<CellSeries> cells) {

  /** Those at a comparison's number of entries, in its order; a method without times has none. */
  static List<CellGroup> of(RunResults results, Comparison comparison) {
    Map<Method, List<CellSeries>> cells = new LinkedHashMap<>();
    comparison.rows().forEach(row -> cells.put(row.method(), new ArrayList<>()));
    results.cells().stream()
        .filter(cell -> cell.id().rows() == comparison.entries() && cell.succeeded())
        .forEach(
            cell ->
                cells
                    .computeIfAbsent(Method.of(cell), method -> new ArrayList<>())
                    .add(new CellSeries(cell)));
    var groups = new ArrayList<CellGroup>();
    cells.forEach(
        (method, series) -> {
          if (!series.isEmpty()) {
            groups.add(new CellGroup(comparison.entries(), method, List.copyOf(series)));
          }
        });
    return List.copyOf(groups);
  }

  /** Of the group on the page. */
  String id() {
    return id(entries, method);
  }

  static String id(long entries, Method method) {
    return "cells-%d-%s".formatted(entries, method.id());
  }
}
