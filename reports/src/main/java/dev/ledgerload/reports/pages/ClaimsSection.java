package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.compare.Claims;
import dev.ledgerload.reports.compare.Comparison;
import dev.ledgerload.reports.results.ReportException;
import dev.ledgerload.reports.results.RunResults;
import java.nio.file.Path;

/**
 * The table of a page of claims, between {@code <!-- claims:begin -->} and {@code <!-- claims:end
 * -->}: what the note that this project began from expected, and what came out.
 */
public final class ClaimsSection {
  private ClaimsSection() {}

  /**
   * Brings the section up to date with the results; all else stays as it is.
   *
   * @return whether the file changed
   * @throws ReportException if the page can't be read or written, or lacks a marker
   * @throws IllegalArgumentException if the results are of a user's own journal, of which the note
   *     expects nothing
   */
  public static boolean update(Path page, RunResults results) {
    var claims = Claims.of(results);
    if (claims.isEmpty()) {
      throw new IllegalArgumentException(
          "the claims are of the seeded journal, but %s measured another"
              .formatted(results.runId()));
    }
    var section =
        """
        %s
        Measured at %s entries, the median [its 95 %% interval]. %s
        """
            .formatted(
                Markdown.table(claims),
                Comparison.of(results).get(0).entriesText(),
                Markdown.escape(Provenance.line(results)));
    return new MarkedSection(page, "claims").write(section);
  }
}
