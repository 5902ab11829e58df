/**
 * What every {@link dev.ledgerload.spi.JournalSource} and every {@link
 * dev.ledgerload.spi.JournalCache} must do, as tests that a loader module inherits. Start at {@link
 * dev.ledgerload.testbed.contract.JournalSourceContract} and {@link
 * dev.ledgerload.testbed.contract.JournalCacheContract}.
 *
 * <p>Who uses it brings JUnit and AssertJ, in scope {@code test}.
 */
@NullMarked
package dev.ledgerload.testbed.contract;

import org.jspecify.annotations.NullMarked;
