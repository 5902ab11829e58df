package dev.ledgerload.loader.flight;

import dev.ledgerload.spi.JournalColumn;
import dev.ledgerload.spi.JournalTable;
import java.util.HashSet;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.DictionaryUtility;

/** A table's schema with what the stream says of itself, and the dictionaries that it names. */
final class DaySchema {
  private DaySchema() {}

  /** As its batches have it: a code column has the type of its indexes. */
  static Schema ofBatches(String journal, JournalTable table) {
    return new Schema(table.schema().getFields(), StreamHeader.of(journal, table).metadata());
  }

  /** As a stream has it: a code column has the type of its dictionary's values. */
  static Schema ofStream(String journal, JournalTable table) {
    var dictionaries = dictionaries(table);
    var fields =
        table.schema().getFields().stream()
            .map(field -> DictionaryUtility.toMessageFormat(field, dictionaries, new HashSet<>()))
            .toList();
    return new Schema(fields, StreamHeader.of(journal, table).metadata());
  }

  static DictionaryProvider dictionaries(JournalTable table) {
    var dictionaries = new MapDictionaryProvider();
    for (var column : table.columns()) {
      if (column.type() == JournalColumn.Type.CODE) {
        var encoding = table.schema().findField(column.fieldName()).getDictionary();
        dictionaries.put(new Dictionary(table.dictionary(column), encoding));
      }
    }
    return dictionaries;
  }
}
