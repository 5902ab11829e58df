package dev.ledgerload.spark.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * An application of Spark that does what it reads from standard input, a line each, and answers on
 * standard output. Tests run it with the jars of one version of Spark and the one of this module.
 */
public final class SparkApp {
  private final SparkSession spark;
  private final PrintStream out;

  private SparkApp(SparkSession spark, PrintStream out) {
    this.spark = spark;
    this.out = out;
  }

  /**
   * Begins.
   *
   * @param args the master, and settings as name=value
   */
  public static void main(String[] args) throws IOException {
    var out = new PrintStream(System.out, true, UTF_8);
    System.setOut(System.err); // whatever else is printed
    var builder =
        SparkSession.builder()
            .master(args[0])
            .appName("journal")
            .config("spark.ui.enabled", false)
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.sql.datetime.java8API.enabled", true);
    for (int i = 1; i < args.length; i++) {
      int equals = args[i].indexOf('=');
      builder.config(args[i].substring(0, equals), args[i].substring(equals + 1));
    }
    try (var spark = builder.getOrCreate();
        var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      out.println("Spark " + spark.version());
      var app = new SparkApp(spark, out);
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        app.answer(line);
      }
    }
  }

  private void answer(String line) {
    int space = line.indexOf(' ');
    var text = line.substring(space + 1).replace("\\n", "\n");
    try {
      switch (line.substring(0, space)) {
        case "view" -> view(text);
        case "sql" -> spark.sql(text).collectAsList().forEach(row -> say("row " + text(row)));
        case "time" -> say("row " + millisToDiscard(text));
        case "bytes" -> say("row " + heldBytes());
        case "plan" -> say("row " + spark.sql(text).queryExecution().toString());
        default -> throw new IllegalArgumentException(line);
      }
      say("done");
    } catch (Throwable e) { // whatever it is, it is the answer
      var messages = new StringBuilder();
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        messages.append(cause).append('\n');
      }
      say("failed " + messages);
    }
  }

  /** Bytes outside of the heap that tables of this JVM take. */
  private static long heldBytes() throws ReflectiveOperationException {
    var held = Class.forName("dev.ledgerload.spark.TaskMemory").getDeclaredMethod("allocatedBytes");
    held.setAccessible(true);
    return (Long) held.invoke(null);
  }

  /** How long it takes to have all rows and values of a query, which are then thrown away. */
  private double millisToDiscard(String query) {
    long start = System.nanoTime();
    spark.sql(query).write().format("noop").mode("overwrite").save();
    return (System.nanoTime() - start) / 1e6;
  }

  private void view(String text) {
    var parts = text.split("\t", -1);
    Map<String, String> options = new HashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      options.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
    }
    var format = options.getOrDefault("format", "ledgerload");
    options.remove("format");
    spark.read().format(format).options(options).load().createOrReplaceTempView(parts[0]);
  }

  private static String text(Row row) {
    var text = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      text.append(i == 0 ? "" : "\t").append(text(row.get(i)));
    }
    return text.toString();
  }

  private static String text(Object value) {
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
  }

  private void say(String text) {
    out.println(text.replace("\n", "\\n"));
  }
}
