package dev.ledgerload.harness;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.harness.output.ArrowFile;
import dev.ledgerload.harness.output.CsvTable;
import dev.ledgerload.harness.output.OutputFile;
import dev.ledgerload.processing.ParquetFile;
import dev.ledgerload.spi.JournalTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a loaded day is written as. */
enum TableFormat {
  /** An Arrow IPC file. */
  ARROW,
  /** A Parquet file. */
  PARQUET,
  /** Text, as RFC 4180 has it. */
  CSV,
  /** Nothing: the day is loaded, and that is all. */
  NONE;

  /**
   * That of a file's name.
   *
   * @throws IllegalArgumentException if it doesn't say
   */
  static TableFormat byEnding(Path file) {
    var name = file.toString().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> format != NONE && name.endsWith("." + format))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s doesn't say its format: let it end with %s, or say --format"
                        .formatted(
                            file,
                            Arrays.stream(values())
                                .filter(format -> format != NONE)
                                .map(format -> "." + format)
                                .collect(joining(", ")))));
  }

  /**
   * Writes a day.
   *
   * @param file null for standard output, which only text goes to
   */
  void write(JournalTable table, @Nullable Path file, PrintWriter out) throws IOException {
    switch (this) {
      case ARROW -> OutputFile.write(file(file), part -> ArrowFile.write(table, part));
      case PARQUET -> OutputFile.write(file(file), part -> ParquetFile.write(table, part));
      case CSV -> {
        if (file == null) {
          print(out, writer -> CsvTable.write(table, writer));
        } else {
          OutputFile.writeText(file, writer -> CsvTable.write(table, writer));
        }
      }
      case NONE -> {
        // that it was loaded is all that was wanted
      }
    }
  }

  private static Path file(@Nullable Path file) {
    if (file == null) {
      throw new IllegalArgumentException("this format needs a file");
    }
    return file;
  }

  /**
   * Writes text to a stream that doesn't say by itself when nobody takes it any more.
   *
   * @throws IOException if that is so
   */
  static void print(PrintWriter out, OutputFile.TextWriting writing) throws IOException {
    var buffered = new BufferedWriter(out);
    writing.to(buffered);
    buffered.flush();
    if (out.checkError()) {
      throw new IOException("standard output was closed before all was written");
    }
  }

  /** As the command line has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
