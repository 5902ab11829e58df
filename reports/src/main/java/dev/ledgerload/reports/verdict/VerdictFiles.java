package dev.ledgerload.reports.verdict;

import dev.ledgerload.reports.gate.CellTrend;
import dev.ledgerload.reports.gate.GateVerdict;
import dev.ledgerload.reports.pages.GatePage;
import dev.ledgerload.reports.results.ReportException;
import dev.ledgerload.reports.results.WholeFile;
import java.nio.file.Path;
import java.util.List;

/** Writes a verdict for machines, for CI servers and for people. */
public final class VerdictFiles {
  /** For machines; the schema is {@code docs/gate-schema.md}. */
  public static final String JSON = "verdict.json";

  /** For CI servers: a test for each cell, in JUnit's XML. */
  public static final String JUNIT = "junit.xml";

  /** For people, in GitHub's Markdown. */
  public static final String MARKDOWN = "verdict.md";

  /** For people, in one self-contained page. */
  public static final String HTML = "gate.html";

  private VerdictFiles() {}

  /**
   * Writes the four files, each whole or not at all.
   *
   * @param trends of the history that the verdict's candidate was added to; none without one
   * @throws ReportException if one can't be written
   */
  public static void write(GateVerdict verdict, List<CellTrend> trends, Path directory) {
    String json = VerdictJson.of(verdict);
    WholeFile.write(directory.resolve(HTML), new GatePage(verdict, trends, json).html());
    WholeFile.write(directory.resolve(JUNIT), VerdictJUnit.of(verdict));
    WholeFile.write(directory.resolve(MARKDOWN), markdown(verdict));
    WholeFile.write(directory.resolve(JSON), json);
  }

  /**
   * Reads a gate's {@link #JSON}.
   *
   * @throws ReportException if it can't be read or is no verdict; the message says why
   */
  public static GateVerdict read(Path directory) {
    return VerdictJson.read(directory.resolve(JSON));
  }

  /** The verdict as Markdown: the outcome first, then a table of the cells. */
  public static String markdown(GateVerdict verdict) {
    return VerdictMarkdown.of(verdict);
  }
}
