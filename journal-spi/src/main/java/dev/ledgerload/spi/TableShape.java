package dev.ledgerload.spi;

import static java.util.stream.Collectors.toMap;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Checks that what is to become a table has the columns, types and dictionaries of one. */
final class TableShape {
  private TableShape() {}

  /**
   * The columns that a schema's fields stand for.
   *
   * @throws IllegalArgumentException if a field isn't as {@link JournalTable#own} wants it
   */
  static Set<JournalColumn> columnsOf(Schema schema, Grain grain, DictionaryProvider dictionaries) {
    var byName =
        JournalColumn.of(grain).stream().collect(toMap(JournalColumn::fieldName, column -> column));
    Set<JournalColumn> columns = EnumSet.noneOf(JournalColumn.class);
    for (var field : schema.getFields()) {
      var column = byName.get(field.getName());
      if (column == null || !columns.add(column)) {
        throw new IllegalArgumentException(
            "%s is no column of grain %s, or is there twice".formatted(field.getName(), grain));
      }
      requireType(column, field, dictionaries);
    }
    var names = schema.getFields().stream().map(Field::getName).toList();
    if (!names.equals(columns.stream().map(JournalColumn::fieldName).toList())) {
      throw new IllegalArgumentException(
          "the columns must be in the order %s, not %s".formatted(columns, names));
    }
    return Collections.unmodifiableSet(columns);
  }

  private static void requireType(
      JournalColumn column, Field field, DictionaryProvider dictionaries) {
    boolean fits =
        switch (column.type()) {
          case INT64 -> isSigned(field.getType(), 64);
          case DATE ->
              field.getType() instanceof ArrowType.Date date && date.getUnit() == DateUnit.DAY;
          case CODE -> isIndex(field.getType()) && hasValues(field, dictionaries);
          case DECIMAL ->
              field.getType() instanceof ArrowType.Decimal decimal && decimal.getBitWidth() == 128;
        };
    if (!fits || (field.getDictionary() != null) != (column.type() == JournalColumn.Type.CODE)) {
      throw new IllegalArgumentException(
          "%s must be held as %s, not as %s with dictionary %s"
              .formatted(column, column.type(), field.getType(), field.getDictionary()));
    }
  }

  private static boolean isIndex(ArrowType type) {
    return isSigned(type, 8) || isSigned(type, 16) || isSigned(type, 32);
  }

  private static boolean isSigned(ArrowType type, int bits) {
    return type instanceof ArrowType.Int number
        && number.getIsSigned()
        && number.getBitWidth() == bits;
  }

  private static boolean hasValues(Field field, DictionaryProvider dictionaries) {
    var encoding = field.getDictionary();
    var dictionary = encoding == null ? null : dictionaries.lookup(encoding.getId());
    return dictionary != null
        && dictionary.getVector() instanceof VarCharVector values
        && values.getNullCount() == 0;
  }
}
