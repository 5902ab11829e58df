/**
 * Days over the network as Arrow batches: a server that keeps them in memory, and the source that
 * reads from it. Start at {@link dev.ledgerload.loader.flight.FlightSourceProvider} and {@link
 * dev.ledgerload.loader.flight.FlightServerProvider}.
 */
@NullMarked
package dev.ledgerload.loader.flight;

import org.jspecify.annotations.NullMarked;
