package dev.ledgerload.rivals;

import org.jspecify.annotations.Nullable;

/**
 * What a rival says once it is connected.
 *
 * @param version of its libraries
 * @param error why it can't load; else null
 */
public record RivalReady(String version, @Nullable String error) {}
