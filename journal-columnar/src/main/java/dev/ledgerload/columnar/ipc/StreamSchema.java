package dev.ledgerload.columnar.ipc;

import static dev.ledgerload.columnar.ipc.CorruptStreamException.require;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * What a stream's first message says.
 *
 * @param columns in the stream's order
 * @param metadata what the stream says of itself
 */
record StreamSchema(List<ColumnForm> columns, Map<String, String> metadata) {
  private static final int MOST_METADATA = 64;

  /**
   * Reads the schema message's content.
   *
   * @throws IllegalArgumentException if no table of the grain has such columns
   */
  static StreamSchema of(Schema schema, JournalSchema journal) {
    int count = schema.fieldsLength();
    int said = schema.customMetadataLength();
    require(
        count >= 1 && count <= journal.columns().size() && said <= MOST_METADATA,
        "a schema of %d columns that says %d things of itself".formatted(count, said));
    var fields = IntStream.range(0, count).mapToObj(i -> field(schema.fields(i))).toList();
    var columns =
        JournalTable.columnsOf(new org.apache.arrow.vector.types.pojo.Schema(fields), journal);
    List<ColumnForm> forms = new ArrayList<>();
    columns.forEach(column -> forms.add(ColumnForm.of(column, fields.get(forms.size()))));
    Map<String, String> metadata = new HashMap<>();
    for (int i = 0; i < said; i++) {
      metadata.put(schema.customMetadata(i).key(), schema.customMetadata(i).value());
    }
    return new StreamSchema(forms, metadata);
  }

  /** A field as it is in memory. */
  private static Field field(org.apache.arrow.flatbuf.Field sent) {
    boolean isCode = sent.dictionary() != null;
    require(
        sent.childrenLength() == 0
            && sent.customMetadataLength() == 0
            && ColumnForm.TYPES.contains(sent.typeType())
            && (!isCode || sent.typeType() == Type.Utf8),
        "a column of a type that none has");
    var field = Field.convertField(sent);
    var encoding = field.getDictionary();
    var type = isCode ? encoding.getIndexType() : field.getType();
    return new Field(field.getName(), new FieldType(true, type, encoding), List.of());
  }

  ColumnForm column(Column wanted) {
    return find(
        form -> form.column().equals(wanted), "a stream without a column that it must have");
  }

  /** The column whose dictionary has this id. */
  ColumnForm columnOf(long dictionaryId) {
    return find(
        form ->
            form.field().getDictionary() != null
                && form.field().getDictionary().getId() == dictionaryId,
        "a dictionary of no column");
  }

  private ColumnForm find(Predicate<ColumnForm> condition, String otherwise) {
    return columns.stream()
        .filter(condition)
        .findFirst()
        .orElseThrow(() -> new CorruptStreamException(otherwise));
  }
}
