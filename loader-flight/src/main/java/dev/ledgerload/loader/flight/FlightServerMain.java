package dev.ledgerload.loader.flight;

import dev.ledgerload.spi.JournalLoadException;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.SourceConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;

/**
 * A Flight server as a program: {@code java … dev.ledgerload.loader.flight.FlightServerMain
 * port=5005 table=gl_entries}.
 *
 * <p>Takes {@link FlightServerProvider}'s options as {@code name=value}, and {@code postgres-url}
 * (else the environment's {@code LEDGERLOAD_POSTGRES_URL}, where a password is seen by fewer), and
 * of the journal either {@code journal}, a {@code journal.properties}, or {@code table} and {@code
 * column.<column>} for the names of {@code gl_entries}. Prints its URL when it answers; ends on
 * SIGTERM and Ctrl-C, after the calls under way, for which it waits 20 seconds. Exit codes: 2 for
 * arguments that are wrong, 3 if it can't serve.
 */
public final class FlightServerMain {
  private static final int USAGE = 2;
  private static final int FAILED = 3;

  private FlightServerMain() {}

  /** Serves until it is told to end. */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  private static int run(String[] args, PrintStream out, PrintStream err) {
    try (var allocator = new RootAllocator()) {
      serve(config(options(args), allocator), out);
      return 0;
    } catch (IllegalArgumentException e) {
      err.println("flight server: " + e.getMessage());
      return USAGE;
    } catch (JournalLoadException e) {
      err.println(e.getMessage());
      return FAILED;
    }
  }

  private static void serve(SourceConfig config, PrintStream out) {
    try (var server = new FlightServerProvider().start(config)) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "ledgerload-flight-stop"));
      var schema = config.schema();
      var name = schema.isQuery() ? "the query" : schema.table();
      out.println("serving " + name + " at " + server.url());
      server.awaitEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> options(String[] args) {
    Map<String, String> options = new HashMap<>();
    for (var arg : args) {
      int equals = arg.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("arguments are name=value, as port=5005");
      }
      options.put(arg.substring(0, equals), arg.substring(equals + 1));
    }
    return options;
  }

  private static SourceConfig config(Map<String, String> options, RootAllocator allocator) {
    var named = options.remove("postgres-url");
    var url = named == null ? System.getenv("LEDGERLOAD_POSTGRES_URL") : named;
    if (url == null) {
      throw new IllegalArgumentException(
          "name the database: set LEDGERLOAD_POSTGRES_URL, or give postgres-url=jdbc:postgresql:…");
    }
    var schema = schema(options);
    return SourceConfig.of(new PostgresUrl(url), allocator).withSchema(schema).withOptions(options);
  }

  private static JournalSchema schema(Map<String, String> options) {
    var file = options.remove("journal");
    if (file != null) {
      try {
        return JournalSchema.read(Path.of(file));
      } catch (IOException e) {
        throw new IllegalArgumentException("journal=" + file + " can't be read: " + e, e);
      }
    }
    var table = options.remove("table");
    var schema =
        table == null ? JournalSchema.GL_ENTRIES : JournalSchema.GL_ENTRIES.withTable(table);
    for (var column : schema.columns()) {
      var name = options.remove("column." + column.name());
      schema = name == null ? schema : schema.withSqlName(column, name);
    }
    return schema;
  }
}
