package dev.ledgerload.spi;

import static java.util.stream.Collectors.toMap;

import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.ColumnType.Fixed;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Checks that what is to become a table has the columns, types and dictionaries of one. */
final class TableShape {
  private TableShape() {}

  /**
   * The columns that a schema's fields stand for.
   *
   * @param journal what it is to be a table of, at its grain
   * @param values those of the dictionaries; null if they aren't known yet
   * @throws IllegalArgumentException if a field isn't as {@link JournalTable#own} wants it
   */
  static ColumnSet columnsOf(
      Schema schema, JournalSchema journal, @Nullable DictionaryProvider values) {
    var byName = journal.columns().stream().collect(toMap(Column::name, column -> column));
    Set<Column> found = new LinkedHashSet<>();
    Set<Long> dictionaries = new HashSet<>();
    for (var field : schema.getFields()) {
      var column = byName.get(field.getName());
      if (column == null || !found.add(column)) {
        throw new IllegalArgumentException(
            "%s is no column of grain %s, or is there twice"
                .formatted(field.getName(), journal.grain()));
      }
      requireType(column, field, values);
      if (field.getDictionary() != null && !dictionaries.add(field.getDictionary().getId())) {
        throw new IllegalArgumentException(column + " has the dictionary of another column");
      }
    }
    var columns = journal.columns().of(found);
    var names = schema.getFields().stream().map(Field::getName).toList();
    if (!names.equals(columns.stream().map(Column::name).toList())) {
      throw new IllegalArgumentException(
          "the columns must be in the order %s, not %s".formatted(columns, names));
    }
    return columns;
  }

  private static void requireType(Column column, Field field, @Nullable DictionaryProvider values) {
    boolean isCode = field.getDictionary() != null;
    boolean fits =
        switch (column.role()) {
          case KEY, CODE -> isCode;
          case PLAIN -> true;
          case COUNT -> !isCode && isOf(field, Fixed.INT64);
          case DAY ->
              !isCode
                  && (isOf(field, Fixed.DATE)
                      || isOf(field, Fixed.TIMESTAMP)
                      || isOf(field, Fixed.TIMESTAMP_UTC));
          case MEASURE, TOTAL ->
              !isCode && ColumnType.of(field).filter(ColumnType::canBeMeasure).isPresent();
        };
    if (!fits || !(isCode ? isCode(field, values) : ColumnType.of(field).isPresent())) {
      throw new IllegalArgumentException(
          "%s must be held as %s, not as %s with dictionary %s"
              .formatted(column, wanted(column.role()), field.getType(), field.getDictionary()));
    }
  }

  private static boolean isOf(Field field, ColumnType type) {
    return ColumnType.of(field).filter(type::equals).isPresent();
  }

  private static String wanted(Column.Role role) {
    return switch (role) {
      case PLAIN -> "a type that a column can be of";
      case COUNT -> "an integer of 64 bits";
      case DAY -> "a date or a timestamp in microseconds";
      case KEY, CODE -> "a dictionary's index";
      case MEASURE, TOTAL -> "a decimal of 128 bits";
    };
  }

  private static boolean isCode(Field field, @Nullable DictionaryProvider values) {
    if (!isIndex(field.getType())) {
      return false;
    }
    if (values == null) {
      return true;
    }
    var dictionary = values.lookup(field.getDictionary().getId());
    return dictionary != null
        && dictionary.getVector().getNullCount() == 0
        && ColumnType.of(dictionary.getVector().getField())
            .filter(ColumnType::canBeKey)
            .isPresent();
  }

  private static boolean isIndex(ArrowType type) {
    return type instanceof ArrowType.Int number
        && number.getIsSigned()
        && number.getBitWidth() <= Integer.SIZE;
  }

  /** The type of a table's column, whose shape was checked. */
  static ColumnType type(Field field, DictionaryProvider values) {
    return field.getDictionary() == null
        ? ColumnType.of(field).orElseThrow()
        : new Code(
            ColumnType.of(values.lookup(field.getDictionary().getId()).getVector().getField())
                .orElseThrow());
  }
}
