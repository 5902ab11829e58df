package dev.ledgerload.harness;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** What a command line gave. */
record CommandLineRun(int exitCode, String out, String err) {
  static CommandLineRun of(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Ledgerload.run(List.of(args), new PrintWriter(out, true), new PrintWriter(err, true));
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }
}
