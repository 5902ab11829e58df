/**
 * Totals computed inside PostgreSQL, so that nothing but totals is transferred. Start at {@link
 * dev.ledgerload.loader.indb.IndbSourceProvider}.
 */
@NullMarked
package dev.ledgerload.loader.indb;

import org.jspecify.annotations.NullMarked;
