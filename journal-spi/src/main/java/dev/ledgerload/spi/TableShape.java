package dev.ledgerload.spi;

import static java.util.stream.Collectors.toMap;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
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
   * @param values those of the dictionaries; null if they aren't known yet
   * @throws IllegalArgumentException if a field isn't as {@link JournalTable#own} wants it
   */
  static Set<JournalColumn> columnsOf(
      Schema schema, Grain grain, @Nullable DictionaryProvider values) {
    var byName =
        JournalColumn.of(grain).stream().collect(toMap(JournalColumn::fieldName, column -> column));
    Set<JournalColumn> columns = EnumSet.noneOf(JournalColumn.class);
    Set<Long> dictionaries = new HashSet<>();
    for (var field : schema.getFields()) {
      var column = byName.get(field.getName());
      if (column == null || !columns.add(column)) {
        throw new IllegalArgumentException(
            "%s is no column of grain %s, or is there twice".formatted(field.getName(), grain));
      }
      requireType(column, field, values);
      if (field.getDictionary() != null && !dictionaries.add(field.getDictionary().getId())) {
        throw new IllegalArgumentException(column + " has the dictionary of another column");
      }
    }
    var names = schema.getFields().stream().map(Field::getName).toList();
    if (!names.equals(columns.stream().map(JournalColumn::fieldName).toList())) {
      throw new IllegalArgumentException(
          "the columns must be in the order %s, not %s".formatted(columns, names));
    }
    return Collections.unmodifiableSet(columns);
  }

  private static void requireType(
      JournalColumn column, Field field, @Nullable DictionaryProvider values) {
    boolean fits =
        switch (column.type()) {
          case INT64 -> isSigned(field.getType(), 64);
          case DATE ->
              field.getType() instanceof ArrowType.Date date && date.getUnit() == DateUnit.DAY;
          case CODE -> isIndex(field.getType()) && hasValues(field, values);
          case DECIMAL -> isDecimal128(field.getType());
        };
    if (!fits || (field.getDictionary() != null) != (column.type() == JournalColumn.Type.CODE)) {
      throw new IllegalArgumentException(
          "%s must be held as %s, not as %s with dictionary %s"
              .formatted(column, column.type(), field.getType(), field.getDictionary()));
    }
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
