package dev.ledgerload.spi;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * A {@link DataSource} that connections are borrowed from, as a pool's: one for each stream of a
 * load, for as long as that lasts. They are to be those of PostgreSQL's own driver, behind whatever
 * the pool wraps them in, and not in a transaction. They are given back with the settings that they
 * had; or closed, if they were in the middle of something.
 *
 * <p>What its connections say of themselves (user, role, {@code search_path}, time zone) holds as
 * it is. All of them are to lead to the same database and to be shown the same rows there, for what
 * one has loaded may be kept for the others.
 *
 * @param name what it is called in messages, and what stands for its address in the keys of caches
 *     that others share: two of one name are to be shown the same rows
 * @param dataSource not closed by who borrows from it
 */
public record NamedDataSource(String name, DataSource dataSource) implements ConnectionSource {
  private static final Pattern NAME = Pattern.compile("(?=\\S)\\P{Cntrl}+(?<=\\S)");

  /**
   * @throws IllegalArgumentException if the name is empty, begins or ends with a blank, or has a
   *     control character
   */
  public NamedDataSource {
    requireNonNull(dataSource, "dataSource");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a DataSource's name must be some text without control characters or blanks at its ends, not \"%s\""
              .formatted(name));
    }
  }

  /** The name alone: a DataSource may show its password. */
  @Override
  public String toString() {
    return "DataSource \"%s\"".formatted(name);
  }
}
