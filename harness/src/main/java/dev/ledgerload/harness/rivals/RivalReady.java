package dev.ledgerload.harness.rivals;

import org.jspecify.annotations.Nullable;

/** What a rival says once it is connected: the module's {@code RivalReady}. */
record RivalReady(String version, @Nullable String error) {}
