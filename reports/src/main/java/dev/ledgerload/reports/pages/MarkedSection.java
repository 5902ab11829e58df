package dev.ledgerload.reports.pages;

import dev.ledgerload.reports.results.ReportException;
import dev.ledgerload.reports.results.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part of a file between {@code <!-- name:begin -->} and {@code <!-- name:end -->}, which is
 * written from results and never by hand.
 */
record MarkedSection(Path file, String name) {

  /**
   * Brings the section up to date; all else stays as it is.
   *
   * @param section whole lines
   * @return whether the file changed
   * @throws ReportException if the file can't be read or written, or lacks a marker
   */
  boolean write(String section) {
    String before = text();
    String begin = "<!-- %s:begin -->".formatted(name);
    String end = "<!-- %s:end -->".formatted(name);
    int from = only(before, begin);
    int to = only(before, end);
    if (to < from) {
      throw new ReportException("%s: %s stands before %s".formatted(file, end, begin));
    }
    String after =
        before.substring(0, from + begin.length()) + "\n" + section + before.substring(to);
    if (after.equals(before)) {
      return false;
    }
    WholeFile.write(file, after);
    return true;
  }

  private String text() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ReportException("can't read %s: %s".formatted(file, e), e);
    }
  }

  private int only(String text, String marker) {
    int at = text.indexOf(marker);
    if (at < 0) {
      throw new ReportException("%s lacks the line %s".formatted(file, marker));
    }
    if (text.indexOf(marker, at + 1) >= 0) {
      throw new ReportException("%s has the line %s twice".formatted(file, marker));
    }
    return at;
  }
}
