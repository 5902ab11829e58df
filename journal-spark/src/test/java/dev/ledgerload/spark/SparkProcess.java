package dev.ledgerload.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ledgerload.spark.app.SparkApp;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link SparkApp} in a JVM of its own, with one version of Spark and this module's jar. */
final class SparkProcess implements AutoCloseable {
  /** Those that the jar is for; from JDK 24 on without 4.0, whose Hadoop doesn't run there. */
  static final List<String> VERSIONS =
      Runtime.version().feature() < 24
          ? List.of("4.0.4", "4.1.3", "4.2.0")
          : List.of("4.1.3", "4.2.0");

  static final String NEWEST = VERSIONS.get(VERSIONS.size() - 1);

  /** Most of what tests run is run once: to compile it well takes longer. */
  static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** What Spark's launcher opens to it. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private static @Nullable SparkProcess newest;

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream questions;

  /** What Spark answered by a failure: its messages. */
  static final class Failure extends RuntimeException {
    private Failure(String messages) {
      super(messages);
    }
  }

  /**
   * Starts it.
   *
   * @param version of Spark
   * @param master as {@code local[2]}
   * @param settings as name=value
   */
  SparkProcess(String version, String master, Map<String, String> environment, String... settings) {
    this(version, master, environment, QUICK, settings);
  }

  /** The newest, in one that all tests of this JVM share, and that ends with it. */
  static synchronized SparkProcess newest() {
    if (newest == null) {
      var started = new SparkProcess(NEWEST, "local[2]", Map.of());
      Runtime.getRuntime().addShutdownHook(new Thread(started::close));
      newest = started;
    }
    return newest;
  }

  /** The newest, with the compiler and the collector that it has by itself. */
  static SparkProcess asUsersRunIt(String master) {
    return new SparkProcess(NEWEST, master, Map.of(), List.of());
  }

  private SparkProcess(
      String version,
      String master,
      Map<String, String> environment,
      List<String> flags,
      String... settings) {
    List<String> command = java(version, flags.toArray(String[]::new));
    command.add(SparkApp.class.getName());
    command.add(master);
    command.addAll(List.of(settings));
    try {
      var log = Files.createDirectories(Path.of("target", "spark-logs"));
      var builder = new ProcessBuilder(command);
      builder.environment().keySet().removeIf(name -> name.startsWith("LEDGERLOAD_"));
      builder.environment().put("SPARK_HOME", home(version).toString());
      builder.environment().put("SPARK_SCALA_VERSION", "2.13");
      builder.environment().putAll(environment);
      builder.redirectError(Redirect.appendTo(log.resolve(version + ".txt").toFile()));
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    answers = process.inputReader(UTF_8);
    questions = new PrintStream(process.getOutputStream(), true, UTF_8);
    var first = read();
    if (!first.equals("Spark " + version)) {
      throw new IllegalStateException("not Spark " + version + ", but: " + first);
    }
  }

  /** How Spark's launcher begins a JVM; to be continued by the name of a class. */
  static List<String> java(String version, String... more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    OPENED.forEach(opened -> command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
    if (Runtime.version().feature() >= 24) {
      command.add("--sun-misc-unsafe-memory-access=allow");
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-Xmx1g");
    command.addAll(List.of(more));
    command.addAll(List.of("-cp", classPath(version)));
    return command;
  }

  /** What a distribution of Spark has, as far as its workers look for it. */
  private static Path home(String version) throws IOException {
    var home = Path.of("target", "spark-" + version).toAbsolutePath();
    var jars = Files.createDirectories(home.resolve("jars"));
    for (var jar : classPath(version).split(File.pathSeparator, -1)) {
      var file = Path.of(jar).toAbsolutePath();
      var link = jars.resolve(file.getFileName());
      if (jar.endsWith(".jar") && Files.notExists(link)) {
        Files.createSymbolicLink(link, file);
      }
    }
    return home;
  }

  /** All of a version's jars, and the one of this module. */
  static String classPath(String version) {
    try {
      var spark = Files.readString(Path.of("target", "spark-" + version + ".classpath")).strip();
      return String.join(
          File.pathSeparator,
          Path.of("target", "journal-spark.jar").toString(),
          Path.of("target", "test-classes").toString(),
          spark);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a view of a journal, by options of the source. */
  void view(String name, Map<String, String> options) {
    var text = new StringBuilder(name);
    new TreeMap<>(options)
        .forEach((option, value) -> text.append('\t').append(option).append('=').append(value));
    ask("view", text.toString());
  }

  /** A query's rows, of each its values as text, separated by tabs. */
  List<String> sql(String query) {
    return ask("sql", query);
  }

  /** How Spark would do it. */
  String plan(String query) {
    return String.join("\n", ask("plan", query));
  }

  /** How many milliseconds a query takes whose rows are thrown away. */
  double millis(String query) {
    return Double.parseDouble(ask("time", query).get(0));
  }

  /** Bytes outside of the heap that tables of its JVM take. */
  long heldBytes() {
    return Long.parseLong(ask("bytes", "").get(0));
  }

  /** The JVMs that it has started, as executors. */
  List<ProcessHandle> executors() {
    return process
        .descendants()
        .filter(
            child ->
                child
                    .info()
                    .commandLine()
                    .filter(line -> line.contains("ExecutorBackend"))
                    .isPresent())
        .toList();
  }

  private synchronized List<String> ask(String what, String text) {
    questions.println(what + " " + text.replace("\n", "\\n"));
    List<String> rows = new ArrayList<>();
    for (var line = read(); !line.equals("done"); line = read()) {
      if (line.startsWith("failed ")) {
        throw new Failure(line.substring("failed ".length()).replace("\\n", "\n"));
      }
      rows.add(line.substring("row ".length()).replace("\\n", "\n"));
    }
    return rows;
  }

  private String read() {
    try {
      var line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException("Spark has ended: see target/spark-logs");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    questions.close();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
