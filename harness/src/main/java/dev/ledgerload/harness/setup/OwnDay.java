package dev.ledgerload.harness.setup;

import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A day in the user's own database.
 *
 * @param untypedNumeric the digits of an amount that is declared without any, as {@code 38,5}; null
 *     for the strategies' default
 * @param install whether what strategies need may be installed there until the run ends; else it is
 *     only read
 */
public record OwnDay(
    PostgresUrl postgres,
    JournalSchema schema,
    LocalDate day,
    @Nullable String untypedNumeric,
    boolean install) {}
