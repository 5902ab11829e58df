/**
 * Days and their totals as files and as text: what {@code ledgerload load} and {@code ledgerload
 * totals} give out. Knows no database.
 */
@NullMarked
package dev.ledgerload.harness.output;

import org.jspecify.annotations.NullMarked;
