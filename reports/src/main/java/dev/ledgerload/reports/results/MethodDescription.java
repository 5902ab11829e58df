package dev.ledgerload.reports.results;

import java.util.Map;

/**
 * What a method is, in the words of who made it.
 *
 * @param strategy the way to load
 * @param variant the form of it
 * @param summary a phrase
 * @param options by name, what a source of it is opened with
 */
public record MethodDescription(
    String strategy, String variant, String summary, Map<String, String> options) {
  public MethodDescription {
    options = Map.copyOf(options);
  }
}
