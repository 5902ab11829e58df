@NullMarked
package dev.ledgerload.testbed;

import org.jspecify.annotations.NullMarked;
