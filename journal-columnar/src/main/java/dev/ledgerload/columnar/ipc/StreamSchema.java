package dev.ledgerload.columnar.ipc;

import static dev.ledgerload.columnar.ipc.CorruptStreamException.require;
import static dev.ledgerload.spi.ColumnType.EXTENSION_NAME;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.ColumnType;
import dev.ledgerload.spi.ColumnType.Code;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.JournalTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
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
  private static final Set<Integer> INDEX_BITS = Set.of(Byte.SIZE, Short.SIZE, Integer.SIZE);
  private static final String NO_TYPE = "a column of a type that none has";

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
    var types = IntStream.range(0, count).mapToObj(i -> type(schema.fields(i))).toList();
    var fields =
        IntStream.range(0, count).mapToObj(i -> field(schema.fields(i), types.get(i))).toList();
    var columns =
        JournalTable.columnsOf(new org.apache.arrow.vector.types.pojo.Schema(fields), journal);
    List<ColumnForm> forms = new ArrayList<>();
    for (var column : columns) {
      int i = forms.size();
      forms.add(ColumnForm.of(column, fields.get(i), types.get(i)));
    }
    Map<String, String> metadata = new HashMap<>();
    for (int i = 0; i < said; i++) {
      metadata.put(schema.customMetadata(i).key(), schema.customMetadata(i).value());
    }
    return new StreamSchema(forms, metadata);
  }

  /** How values are held; nothing of the field is read that no such type has. */
  private static ColumnType type(org.apache.arrow.flatbuf.Field sent) {
    require(
        sent.childrenLength() == 0
            && ColumnForm.TYPES.contains(sent.typeType())
            && sent.customMetadataLength() <= 1,
        NO_TYPE);
    var arrow = ArrowType.getTypeForField(sent);
    Map<String, String> metadata = new HashMap<>();
    for (int i = 0; i < sent.customMetadataLength(); i++) {
      metadata.put(sent.customMetadata(i).key(), sent.customMetadata(i).value());
    }
    boolean isCode = sent.dictionary() != null;
    require(metadata.isEmpty() || (!isCode && metadata.containsKey(EXTENSION_NAME)), NO_TYPE);
    var held =
        isCode
            ? ColumnType.ofDictionary(arrow).<ColumnType>map(Code::new)
            : ColumnType.of(
                new Field(sent.name(), new FieldType(true, arrow, null, metadata), List.of()));
    return held.orElseThrow(() -> new CorruptStreamException(NO_TYPE));
  }

  /**
   * A field as it is in memory. Not as Arrow would read it: to which class an extension's name
   * leads there is for whoever else is in this JVM to say.
   */
  private static Field field(org.apache.arrow.flatbuf.Field sent, ColumnType type) {
    var dictionary = sent.dictionary();
    if (dictionary == null) {
      return type.field(sent.name());
    }
    var indexes = dictionary.indexType();
    require(
        indexes != null && indexes.isSigned() && INDEX_BITS.contains(indexes.bitWidth()), NO_TYPE);
    var encoding =
        new DictionaryEncoding(
            dictionary.id(), dictionary.isOrdered(), new ArrowType.Int(indexes.bitWidth(), true));
    return type.indexField(sent.name(), encoding);
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
