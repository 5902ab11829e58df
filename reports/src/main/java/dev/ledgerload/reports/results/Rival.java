package dev.ledgerload.reports.results;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else's way to load the day, measured in the same run between the cells: each fork is a
 * process of its own.
 *
 * <p>One that failed has an {@code error}, no samples, {@code verified} false and no figures.
 *
 * @param name which
 * @param title of it for people
 * @param language that its users write
 * @param version of its libraries
 * @param makes what a load gives
 * @param about how it loads
 * @param code where it is written down, in the project's source
 * @param rows the entries of the day, at least 1
 * @param times how long its loads took, to what it makes
 * @param cpuMs CPU time of its process in a load, all threads
 * @param peakBytes the most memory that its process had meanwhile, if the system says
 * @param resultBytes what a loaded day takes in memory, if known
 * @param wireBytes bytes read from the server, if counted
 * @param conversionMs time from there to columns of Arrow with exact amounts, if it isn't that
 * @param amount the type that it gives amounts, if it looks at them
 * @param exact whether amounts are exact in it, as a number or as text; null likewise
 * @param nullsApart whether NULL is something else than "" in it; null likewise
 * @param verified whether entries, sums, NULLs and lengths of each column were compared with the
 *     database's own and equal; of one that decodes nothing, the entries alone
 * @param error what went wrong, null if nothing did
 */
public record Rival(
    String name,
    String title,
    String language,
    String version,
    String makes,
    String about,
    String code,
    long rows,
    @JsonUnwrapped Times times,
    @Nullable Double cpuMs,
    @Nullable Long peakBytes,
    @Nullable Long resultBytes,
    @Nullable Long wireBytes,
    @Nullable Double conversionMs,
    @Nullable String amount,
    @Nullable Boolean exact,
    @Nullable Boolean nullsApart,
    boolean verified,
    @Nullable String error) {

  /**
   * @throws IllegalArgumentException if a component is outside what its {@code @param} allows
   */
  public Rival {
    requireNonNull(name, "name");
    requireNonNull(title, "title");
    boolean measured = times.samples().stream().anyMatch(fork -> !fork.isEmpty());
    if (rows < 1) {
      throw new IllegalArgumentException("rows must be at least 1, not " + rows);
    }
    if (error == null && !measured) {
      throw new IllegalArgumentException("a rival without error must have samples");
    }
    if (error != null && (measured || verified)) {
      throw new IllegalArgumentException("a rival with an error has no samples and isn't verified");
    }
  }

  /** Whether it has times. */
  public boolean succeeded() {
    return error == null;
  }
}
