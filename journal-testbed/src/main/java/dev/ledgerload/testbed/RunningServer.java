package dev.ledgerload.testbed;

/**
 * A server that answers.
 *
 * @param stop ends it and removes what it left
 */
record RunningServer<U>(TestbedProvider provider, U url, Runnable stop) {}
