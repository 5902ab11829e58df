package dev.ledgerload.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which column a component of a record is read from by {@link JournalTable#rows(Class)}, where
 * it isn't called as the column is.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface ColumnName {
  /** The column's name, letter for letter. */
  String value();
}
