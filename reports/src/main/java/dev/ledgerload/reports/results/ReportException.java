package dev.ledgerload.reports.results;

import org.jspecify.annotations.Nullable;

/**
 * A file that can't be read or written, or isn't what it should be. The message names the file and
 * what is wrong with it; mending the file or its permissions is the caller's remedy.
 */
public final class ReportException extends RuntimeException {

  public ReportException(String message) {
    this(message, null);
  }

  public ReportException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
