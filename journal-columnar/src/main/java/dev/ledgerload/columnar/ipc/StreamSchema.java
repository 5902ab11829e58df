package dev.ledgerload.columnar.ipc;

import static dev.ledgerload.columnar.ipc.CorruptStreamException.require;
import static java.util.stream.Collectors.toMap;

import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a stream, and the field that each becomes in a table.
 *
 * @param columns in the stream's order
 * @param fields of the same order
 */
record StreamSchema(List<JournalColumn> columns, List<Field> fields) {

  /** Reads the schema message's content. */
  static StreamSchema of(Schema schema, Grain grain) {
    int count = schema.fieldsLength();
    var byName =
        JournalColumn.of(grain).stream().collect(toMap(JournalColumn::fieldName, column -> column));
    require(count >= 1 && count <= byName.size(), "a schema of %d columns".formatted(count));
    List<JournalColumn> columns = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var field = schema.fields(i);
      var column = byName.get(field.name());
      if (column == null || field.childrenLength() != 0) {
        throw new CorruptStreamException("a column that the grain hasn't got");
      }
      columns.add(column);
      fields.add(new Field(column.fieldName(), type(field, column), List.of()));
    }
    require(
        columns.equals(columns.stream().sorted().distinct().toList()),
        "columns in another order, or twice");
    long dictionaries = fields.stream().filter(field -> field.getDictionary() != null).count();
    long ids =
        fields.stream()
            .filter(field -> field.getDictionary() != null)
            .map(field -> field.getDictionary().getId())
            .distinct()
            .count();
    require(ids == dictionaries, "two columns with the same dictionary");
    return new StreamSchema(List.copyOf(columns), List.copyOf(fields));
  }

  private static FieldType type(org.apache.arrow.flatbuf.Field field, JournalColumn column) {
    var wrong = "column %s is of another type".formatted(column.fieldName());
    require((field.dictionary() != null) == (column.type() == JournalColumn.Type.CODE), wrong);
    return switch (column.type()) {
      case INT64 -> {
        require(field.typeType() == Type.Int, wrong);
        requireSigned((Int) field.type(new Int()), wrong, Set.of(Long.SIZE));
        yield FieldType.nullable(new ArrowType.Int(Long.SIZE, true));
      }
      case DATE -> {
        require(field.typeType() == Type.Date, wrong);
        var date = (org.apache.arrow.flatbuf.Date) field.type(new org.apache.arrow.flatbuf.Date());
        require(date != null && date.unit() == org.apache.arrow.flatbuf.DateUnit.DAY, wrong);
        yield FieldType.nullable(new ArrowType.Date(DateUnit.DAY));
      }
      case DECIMAL -> {
        require(field.typeType() == Type.Decimal, wrong);
        var decimal = (Decimal) field.type(new Decimal());
        require(
            decimal != null
                && decimal.bitWidth() == 128
                && decimal.precision() >= 1
                && decimal.precision() <= 38
                && decimal.scale() >= 0
                && decimal.scale() <= decimal.precision(),
            wrong);
        yield FieldType.nullable(new ArrowType.Decimal(decimal.precision(), decimal.scale(), 128));
      }
      case CODE -> {
        require(field.typeType() == Type.Utf8, wrong);
        yield code(field.dictionary(), wrong);
      }
    };
  }

  private static FieldType code(
      org.apache.arrow.flatbuf.DictionaryEncoding dictionary, String wrong) {
    requireSigned(dictionary.indexType(), wrong, Set.of(8, 16, 32));
    require(!dictionary.isOrdered(), wrong);
    var index = new ArrowType.Int(dictionary.indexType().bitWidth(), true);
    return new FieldType(true, index, new DictionaryEncoding(dictionary.id(), false, index));
  }

  private static void requireSigned(@Nullable Int type, String wrong, Set<Integer> widths) {
    require(type != null && type.isSigned() && widths.contains(type.bitWidth()), wrong);
  }

  Field field(JournalColumn column) {
    return fields.get(columns.indexOf(column));
  }
}
