package dev.ledgerload.reports.gate;

import dev.ledgerload.reports.WholeFile;
import java.nio.file.Path;

/** Writes a verdict for machines, for CI servers and for people. */
public final class VerdictFiles {
  /** For machines; the schema is {@code docs/gate-schema.md}. */
  public static final String JSON = "verdict.json";

  /** For CI servers: a test for each cell, in JUnit's XML. */
  public static final String JUNIT = "junit.xml";

  /** For people, in GitHub's Markdown. */
  public static final String MARKDOWN = "verdict.md";

  private VerdictFiles() {}

  /**
   * Writes the three files, each whole or not at all.
   *
   * @throws dev.ledgerload.reports.ReportException if one can't be written
   */
  public static void write(GateVerdict verdict, Path directory) {
    WholeFile.write(directory.resolve(JUNIT), VerdictJUnit.of(verdict));
    WholeFile.write(directory.resolve(MARKDOWN), markdown(verdict));
    WholeFile.write(directory.resolve(JSON), VerdictJson.of(verdict));
  }

  /** The verdict as Markdown: the outcome first, then a table of the cells. */
  public static String markdown(GateVerdict verdict) {
    return VerdictMarkdown.of(verdict);
  }
}
