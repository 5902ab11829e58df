/**
 * Loads entries row by row over JDBC. Start at {@link
 * dev.ledgerload.loader.select.SelectSourceProvider}.
 */
@NullMarked
package dev.ledgerload.loader.select;

import org.jspecify.annotations.NullMarked;
