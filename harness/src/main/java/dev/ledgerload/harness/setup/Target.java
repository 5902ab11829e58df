package dev.ledgerload.harness.setup;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ledgerload.postgres.NumericShape;
import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import dev.ledgerload.spi.RedisUrl;
import dev.ledgerload.spi.SourceConfig;
import dev.ledgerload.spi.StrategyProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM that is measured is to load, and the right answer. Passed in a file that only its
 * owner can read, for it holds the servers' passwords, which a command line or JMH's results would
 * show. Builds of other commits read the file too: see {@link dev.ledgerload.harness.trial}.
 *
 * @param jdbcUrl the database
 * @param table the journal's table; empty if it is a query
 * @param columnNames as {@link JournalSchema#sqlNames()}, by the columns' names in capitals, as
 *     older builds have them
 * @param day the day, in ISO form
 * @param answers the day's table at each grain, as far as it is known
 * @param totals {@link TotalsDigest} of the day's totals
 * @param companions what methods need besides the journal
 * @param untypedNumeric what {@link NumericShape#OPTION} is to be, as {@code 38,5}; null where the
 *     strategies' default is meant. Left out of the file then, which older builds read too
 * @param journal the schema, as {@link JournalSchema#toProperties()}, where table and names don't
 *     say it all, for it isn't of the shape of {@link JournalSchema#GL_ENTRIES}; else null, and
 *     left out likewise
 * @param linkMeterPort where to read what was carried by the link that the servers are behind, see
 *     {@link dev.ledgerload.testbed.LinkMeter}; null where there is no link, and left out likewise
 */
public record Target(
    String jdbcUrl,
    String table,
    Map<String, String> columnNames,
    String day,
    Map<Grain, ExpectedDay> answers,
    String totals,
    @JsonProperty("beside") Companions companions,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String untypedNumeric,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String journal,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer linkMeterPort) {

  /**
   * The right table of a grain.
   *
   * @param digestOfAll the digest of all columns, {@code digestOfTotals} of those for totals
   */
  public record ExpectedDay(long rows, long digestOfAll, long digestOfTotals) {
    /** The digest of {@link Columns}. */
    public long digest(String columns) {
      return columns.equals(Columns.ALL) ? digestOfAll : digestOfTotals;
    }
  }

  /**
   * What some methods need.
   *
   * @param tables the tables of strategies that have the same journal in another one
   * @param redis the Redis, if one is needed
   * @param servers the addresses of strategies' servers
   */
  public record Companions(
      Map<String, String> tables, @Nullable String redis, Map<String, String> servers) {
    static final Companions NONE = new Companions(Map.of(), null, Map.of());
  }

  /** The system property that names the file. */
  private static final String PROPERTY = "ledgerload.target";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** One without companions. */
  static Target of(
      PostgresUrl postgres,
      JournalSchema schema,
      LocalDate day,
      Map<Grain, ExpectedDay> answers,
      String totals,
      @Nullable String untypedNumeric) {
    boolean isGlEntries = isGlEntries(schema);
    return new Target(
        postgres.jdbcUrl(),
        schema.isQuery() ? "" : schema.table(),
        isGlEntries ? columnNames(schema) : Map.of(),
        day.toString(),
        answers,
        totals,
        Companions.NONE,
        untypedNumeric,
        isGlEntries ? null : schema.toProperties(),
        null);
  }

  /** Whether it differs from the seeded journal's by names alone. */
  private static boolean isGlEntries(JournalSchema schema) {
    if (schema.isQuery() || !schema.columns().equals(JournalSchema.GL_ENTRIES.columns())) {
      return false;
    }
    Map<Column, String> names = new HashMap<>();
    schema.columns().forEach(column -> names.put(column, schema.sqlName(column)));
    return schema.equals(JournalSchema.GL_ENTRIES.withTable(schema.table()).withSqlNames(names));
  }

  Target with(Companions other) {
    return with(jdbcUrl, other, linkMeterPort);
  }

  /** The same journal of a database at another address. */
  Target with(String otherJdbcUrl) {
    return with(otherJdbcUrl, companions, linkMeterPort);
  }

  /** The same behind a link. */
  Target behindLink(int meterPort) {
    return with(jdbcUrl, companions, meterPort);
  }

  private Target with(String url, Companions beside, @Nullable Integer meterPort) {
    return new Target(
        url, table, columnNames, day, answers, totals, beside, untypedNumeric, journal, meterPort);
  }

  /** As {@link #columnNames()}. */
  private static Map<String, String> columnNames(JournalSchema schema) {
    Map<String, String> names = new HashMap<>();
    schema.sqlNames().forEach((name, sql) -> names.put(name.toUpperCase(Locale.ROOT), sql));
    return names;
  }

  public PostgresUrl postgres() {
    return new PostgresUrl(jdbcUrl);
  }

  public JournalSchema schema() {
    if (journal != null) {
      return JournalSchema.parse(journal, "the target's journal");
    }
    var schema = JournalSchema.GL_ENTRIES.withTable(table);
    Map<Column, String> sqlNames = new HashMap<>();
    columnNames.forEach(
        (name, sql) -> sqlNames.put(schema.column(name.toLowerCase(Locale.ROOT)), sql));
    return schema.withSqlNames(sqlNames);
  }

  public LocalDate date() {
    return LocalDate.parse(day);
  }

  /** The number of the day's entries. */
  public long rows() {
    var entries = answers.get(Grain.ENTRY);
    if (entries == null) {
      throw new IllegalStateException("a target knows its day's entries");
    }
    return entries.rows();
  }

  /**
   * What a source of this journal is opened with.
   *
   * @param variantName of one that the strategy has
   */
  public SourceConfig config(
      StrategyProvider provider, String variantName, BufferAllocator allocator) {
    var strategy = provider.strategy();
    var variant =
        provider.variants().stream()
            .filter(candidate -> candidate.name().equals(variantName))
            .findFirst()
            .orElseThrow();
    Map<String, String> options = new HashMap<>(variant.options());
    options.putAll(options(strategy));
    var server = companions.servers().get(strategy);
    if (server != null) {
      options.put("url", server);
    }
    var redis = provider.needsRedis() ? companions.redis() : null;
    var another = // an index that is installed would change the plan of who needs none
        provider.installation(variant).isPresent() ? companions.tables().get(strategy) : null;
    return SourceConfig.of(postgres(), allocator)
        .withSchema(another == null ? schema() : schema().withTable(another))
        .withRedis(redis == null ? null : new RedisUrl(URI.create(redis)))
        .withOptions(options);
  }

  /** What a strategy's sources are to be told in a benchmark, whatever the variant. */
  public Map<String, String> options(String strategy) {
    Map<String, String> options = new HashMap<>(BenchProperties.ofSource(strategy));
    if (untypedNumeric != null && BenchProperties.takesUntypedNumeric(strategy)) {
      options.put(NumericShape.OPTION, untypedNumeric);
    }
    return options;
  }

  /** What a strategy's server is started with. */
  SourceConfig serverConfig(String strategy, BufferAllocator allocator) {
    return SourceConfig.of(postgres(), allocator)
        .withSchema(schema())
        .withOptions(BenchProperties.ofServer(strategy));
  }

  /** What a JVM is started with that is to {@link #read} a file. */
  public static String jvmArg(Path file) {
    return "-D" + PROPERTY + "=" + file.toAbsolutePath();
  }

  /** The one that this JVM was started with. */
  public static Target read() {
    try {
      return JSON.readValue(Path.of(System.getProperty(PROPERTY)).toFile(), Target.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path file) throws IOException {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.deleteIfExists(file);
    Files.createFile(file, ownerOnly);
    JSON.writeValue(file.toFile(), this);
  }

  @Override
  public String toString() {
    return "Target[%s, %s, %s]".formatted(postgres(), table.isEmpty() ? "a query" : table, day);
  }
}
