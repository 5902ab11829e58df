package dev.ledgerload.reports.results;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where and with what a run was made: six groups of named facts, each in the order it was given.
 *
 * <p>The names are the harness's to choose. Reports show every fact. They pick {@code cpu} and
 * {@code cores} of the machine, {@code version} of jvm and postgres and {@code commit} of the
 * source for a one-line provenance where they are there; the machine's {@code load average at
 * start} and {@code steal} for what else it did; and the journal's {@code seed} for what the
 * answers were compared with.
 *
 * @param machine cpu, cores, memory, kernel, load average, steal
 * @param jvm version, vendor, flags
 * @param postgres version and the settings that differ from the default
 * @param redis version and settings; empty if the run had none
 * @param journal of a generated one seed, days, accounts, skew, rows a day and what these lie
 *     among; of the user's own table and day; of either by which plan the server reads the day. It
 *     has a {@code seed} if and only if the journal is generated
 * @param source git commit, command
 */
public record Environment(
    Map<String, String> machine,
    Map<String, String> jvm,
    Map<String, String> postgres,
    Map<String, String> redis,
    Map<String, String> journal,
    Map<String, String> source) {

  public Environment {
    machine = inOrder(machine);
    jvm = inOrder(jvm);
    postgres = inOrder(postgres);
    redis = inOrder(redis);
    journal = inOrder(journal);
    source = inOrder(source);
  }

  /**
   * Writes this as JSON, whole or not at all.
   *
   * @throws ReportException if the file can't be written
   */
  public void write(Path environmentJson) {
    WholeFile.write(environmentJson, RecordJson.text(this));
  }

  /**
   * Whether the journal came from the testbed's generator, whose oracle the answers were compared
   * with; else it is the user's own.
   */
  public boolean journalIsGenerated() {
    return journal.containsKey("seed");
  }

  /** The groups by name, in the order of the components. */
  public Map<String, Map<String, String>> groups() {
    var groups = new LinkedHashMap<String, Map<String, String>>();
    groups.put("machine", machine);
    groups.put("jvm", jvm);
    groups.put("postgres", postgres);
    groups.put("redis", redis);
    groups.put("journal", journal);
    groups.put("source", source);
    return Collections.unmodifiableMap(groups);
  }

  private static Map<String, String> inOrder(Map<String, String> facts) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }
}
