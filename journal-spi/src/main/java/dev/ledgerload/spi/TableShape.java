package dev.ledgerload.spi;

import static java.util.stream.Collectors.toMap;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.DateUnit;
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
    boolean fits =
        switch (column.role()) {
          case PLAIN, COUNT -> isSigned(field.getType(), 64);
          case DAY ->
              field.getType() instanceof ArrowType.Date date && date.getUnit() == DateUnit.DAY;
          case KEY, CODE -> isIndex(field.getType()) && hasValues(field, values);
          case MEASURE, TOTAL -> isDecimal128(field.getType());
        };
    if (!fits || (field.getDictionary() != null) != column.isCoded()) {
      throw new IllegalArgumentException(
          "%s must be held as %s, not as %s with dictionary %s"
              .formatted(column, wanted(column.role()), field.getType(), field.getDictionary()));
    }
  }

  private static String wanted(Column.Role role) {
    return switch (role) {
      case PLAIN, COUNT -> "an integer of 64 bits";
      case DAY -> "a date";
      case KEY, CODE -> "a dictionary's index";
      case MEASURE, TOTAL -> "a decimal of 128 bits";
    };
  }

  private static boolean isDecimal128(ArrowType type) {
    return type instanceof ArrowType.Decimal decimal
        && decimal.getBitWidth() == 128
        && decimal.getPrecision() >= 1
        && decimal.getPrecision() <= 38
        && decimal.getScale() >= 0
        && decimal.getScale() <= decimal.getPrecision();
  }

  private static boolean isIndex(ArrowType type) {
    return isSigned(type, 8) || isSigned(type, 16) || isSigned(type, 32);
  }

  private static boolean isSigned(ArrowType type, int bits) {
    return type instanceof ArrowType.Int number
        && number.getIsSigned()
        && number.getBitWidth() == bits;
  }

  private static boolean hasValues(Field field, @Nullable DictionaryProvider values) {
    var encoding = field.getDictionary();
    if (values == null || encoding == null) {
      return encoding != null;
    }
    var dictionary = values.lookup(encoding.getId());
    return dictionary != null
        && dictionary.getVector() instanceof VarCharVector texts
        && texts.getNullCount() == 0;
  }
}
