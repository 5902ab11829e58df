/**
 * What every {@link dev.ledgerload.spi.JournalSource} must do, as tests that a loader module
 * inherits. Start at {@link dev.ledgerload.testbed.contract.JournalSourceContract}.
 *
 * <p>Who uses it brings JUnit and AssertJ, in scope {@code test}.
 */
@NullMarked
package dev.ledgerload.testbed.contract;

import org.jspecify.annotations.NullMarked;
