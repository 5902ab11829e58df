package dev.ledgerload.reports.pages;

import static java.util.stream.Collectors.joining;

import dev.ledgerload.reports.compare.Choices.Choice;
import dev.ledgerload.reports.compare.Needs;
import dev.ledgerload.reports.results.CellId;
import dev.ledgerload.reports.results.MethodDescription;
import dev.ledgerload.reports.results.RunResults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How to take a method: what to type, and what to write.
 *
 * @param command lines for a shell
 * @param java a few lines
 */
record Example(String command, String java) {
  /** Where a server is unless it is told otherwise, on the same machine. */
  private static final String SERVER_URL = "grpc://localhost:5005";

  /** What keeps days but loads none is filled by the strategy that asks one after the other. */
  private static final String FILLING = "hybrid";

  private static final Map<String, String> FILLED =
      Map.of("memory", "memory,copy", "redis", "redis,copy");

  static Example of(RunResults results, Choice choice) {
    CellId id = choice.cell().id();
    Map<String, String> variant =
        results.methods().stream()
            .filter(one -> one.strategy().equals(id.strategy()))
            .filter(one -> one.variant().equals(id.variant()))
            .findFirst()
            .map(MethodDescription::options)
            .orElse(Map.of());
    return new Example(command(choice), java(choice, variant));
  }

  private static String command(Choice choice) {
    CellId id = choice.cell().id();
    List<String> lines = new ArrayList<>();
    lines.add("export LEDGERLOAD_POSTGRES_URL='jdbc:postgresql://host/db?user=me'");
    if (Needs.hasRedis(choice.cell())) {
      lines.add("export LEDGERLOAD_REDIS_URL='redis://host:6379'");
    }
    Needs.installation(choice.cell())
        .ifPresent(
            name ->
                lines.add("ledgerload install %s --journal journal.properties".formatted(name)));
    if (Needs.hasServer(choice.cell())) {
      lines.add("ledgerload serve-flight --journal journal.properties  # in a shell of its own");
    }
    String how =
        FILLED.containsKey(id.strategy())
            ? FILLING
            : "%s --variant %s".formatted(id.strategy(), id.variant());
    lines.add(
        "ledgerload %s --journal journal.properties --day yesterday --strategy %s%s"
            .formatted(
                id.phase().equals(CellId.TOTAL) ? "totals" : "load",
                how,
                options(choice, Map.of()).entrySet().stream()
                    .map(option -> " --option " + option)
                    .collect(joining())));
    return String.join("\n", lines);
  }

  /**
   * What a source is opened with.
   *
   * @param variant what makes it this variant
   */
  private static Map<String, String> options(Choice choice, Map<String, String> variant) {
    Map<String, String> options = new TreeMap<>(variant);
    String tiers = FILLED.get(choice.cell().id().strategy());
    if (tiers != null) {
      options.clear();
      options.put("tiers", tiers);
    }
    if (Needs.hasServer(choice.cell())) {
      options.put("url", SERVER_URL);
    }
    return options;
  }

  private static String java(Choice choice, Map<String, String> variant) {
    CellId id = choice.cell().id();
    boolean loads = !id.columns().equals("none");
    boolean totals = id.phase().equals(CellId.TOTAL);
    Map<String, String> options = options(choice, variant);
    List<String> config = new ArrayList<>();
    config.add("SourceConfig.of(new PostgresUrl(url), allocator)");
    config.add("    .withSchema(schema)");
    if (!options.isEmpty()) {
      config.add("    .withOptions(Map.of(%s))".formatted(literals(options)));
    }
    if (Needs.hasRedis(choice.cell())) {
      config.add("    .withRedis(redis)");
    }
    List<String> lines = new ArrayList<>();
    lines.add("var schema = JournalSchema.read(Path.of(\"journal.properties\"));");
    lines.add("var day = LocalDate.now().minusDays(1);");
    lines.add("try (var allocator = new RootAllocator();");
    lines.add("    var source =");
    lines.add(
        "        JournalSources.%s(\"%s\")"
            .formatted(
                loads ? "provider" : "totalsProvider",
                FILLED.containsKey(id.strategy()) ? FILLING : id.strategy()));
    lines.add("            .open(");
    lines.add(
        config.stream()
            .collect(joining("\n", "", loads ? ");" : ")) {"))
            .indent(16)
            .stripTrailing());
    if (loads) {
      lines.add(
          "    var table = source.load(JournalQuery.%s(%s, day))%s"
              .formatted(
                  totals ? "forTotals" : "of",
                  id.grain().equals("GROUP") ? "schema.of(Grain.GROUP)" : "schema",
                  totals ? ";" : ") {"));
    }
    if (loads && totals) {
      lines.add("    var processor = TotalsProcessors.kernel()) {");
    }
    lines.add(
        !totals
            ? "  for (Line line : table.rows(Line.class)) { … }"
            : "  Totals totals = %s;"
                .formatted(loads ? "processor.process(table)" : "source.totals(day)"));
    lines.add("}");
    return String.join("\n", lines);
  }

  private static String literals(Map<String, String> options) {
    return options.entrySet().stream()
        .map(option -> "\"%s\", \"%s\"".formatted(option.getKey(), option.getValue()))
        .collect(joining(", "));
  }
}
