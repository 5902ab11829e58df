package dev.ledgerload.reports.compare;

import dev.ledgerload.reports.results.Cell;
import dev.ledgerload.reports.results.CellId;
import dev.ledgerload.reports.results.LinkSpeed;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What one row of the comparison table is about: a strategy in one form, delivering one shape. */
public record Method(
    String strategy,
    String variant,
    String grain,
    String columns,
    @Nullable String state,
    boolean floor) {

  public static Method of(Cell cell) {
    return of(cell.id(), cell.floor());
  }

  /** A cell's method. */
  public static Method of(CellId id, boolean floor) {
    return new Method(id.strategy(), id.variant(), id.grain(), id.columns(), id.state(), floor);
  }

  boolean isNamed(String strategyAndVariant) {
    return (strategy + "/" + variant).equals(strategyAndVariant);
  }

  /** For people: {@code copy · one-stream · totals' columns}. */
  public String label() {
    var label = new StringBuilder(floor ? strategy + " (the floor)" : strategy + " · " + variant);
    if (state != null) {
      label.append(" · ").append(state);
    }
    if (grain.equals("GROUP") && !totalsOnly()) {
      label.append(" · groups");
    }
    if (columns.equals("totals")) {
      label.append(" · totals' columns");
    }
    return label.toString();
  }

  /** Whether it gives totals and loads nothing. */
  boolean totalsOnly() {
    return columns.equals("none");
  }

  /**
   * For links and attributes: lower-case letters, digits and hyphens, the same in every run. A name
   * of other characters gets a number that tells it from its likes.
   */
  public String id() {
    String words = String.join("-", strategy, variant, grain, columns);
    return slug(state == null ? words : words + "-" + state, strategy + variant);
  }

  /** The same for one of the method's cells. */
  public String idOf(Cell cell) {
    String processor = cell.id().processor();
    LinkSpeed link = cell.id().link();
    String id = "cell-%d-%s-%s".formatted(cell.id().rows(), id(), cell.id().phase());
    String by = processor == null ? "" : "-" + slug(processor, processor);
    return id + by + (link == null ? "" : "-" + slug(link.key(), ""));
  }

  /** Words as an id; unless the names in them are plain, with a number that tells them apart. */
  public static String slug(String words, String names) {
    String slug = words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return names.matches("[a-zA-Z0-9-]*")
        ? slug
        : slug + "-" + Integer.toHexString(words.hashCode());
  }
}
