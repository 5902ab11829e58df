package dev.ledgerload.harness.bench;

import dev.ledgerload.harness.setup.History;
import dev.ledgerload.harness.setup.OwnDay;
import dev.ledgerload.testbed.TestbedOptions;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to do.
 *
 * @param presetName what the settings are called
 * @param settings what to measure, how often
 * @param strategies the strategies to measure besides baseline and floor; empty for all
 * @param seed of the seeded journal and of the cells' order
 * @param history what the measured day of a seeded journal lies among
 * @param own the user's own day to measure; null for a seeded journal
 * @param testbed where the seeded journal is to live; a database that it names gets a schema for
 *     the time of the run
 * @param rivals whether to measure other people's ways to load beside ours
 * @param output the directory that gets the run's directory
 */
public record BenchOptions(
    String presetName,
    Preset.Settings settings,
    Set<String> strategies,
    long seed,
    History history,
    @Nullable OwnDay own,
    TestbedOptions testbed,
    boolean rivals,
    Path output) {}
