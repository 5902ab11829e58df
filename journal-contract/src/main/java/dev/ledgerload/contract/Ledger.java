package dev.ledgerload.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.ledgerload.spi.Column;
import dev.ledgerload.spi.Grain;
import dev.ledgerload.spi.JournalSchema;
import dev.ledgerload.spi.PostgresUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A journal of a public system as it is there, with made-up content; SQL by hand is its oracle.
 * Immutable.
 *
 * @param name the system's
 * @param schema how Ledgerload is told of it
 * @param from where its entries are, as SQL, by hand
 * @param ofDay which of them are a day's, as SQL with {@code %s} for the day, by hand
 * @param expressions what columns are in SQL that aren't just what they are called
 */
record Ledger(
    String name, JournalSchema schema, String from, String ofDay, Map<String, String> expressions)
    implements ForeignJournal {

  /** The days that all have entries on; on the last, Berlin's clocks go forward. */
  private static final List<LocalDate> DAYS =
      List.of(LocalDate.of(2026, 3, 27), LocalDate.of(2026, 3, 28), LocalDate.of(2026, 3, 29));

  /** All eight. */
  static final List<Ledger> ALL =
      List.of(
          new Ledger(
              "Odoo",
              schema(
                  """
                  table=ledgers.account_move_line
                  day=date
                  keys=account_id,company_id
                  measures=debit,credit,balance
                  codes=display_type
                  columns=id,move_name,ref,name,currency_id,amount_currency,analytic_distribution,create_date
                  column.debit.numeric=38,6
                  column.credit.numeric=38,6
                  column.balance.numeric=38,6
                  column.amount_currency.numeric=38,6
                  filter=parent_state = 'posted' -- drafts aren't booked yet
                  """),
              "ledgers.account_move_line",
              "date = DATE '%s' AND parent_state = 'posted'",
              Map.of(
                  "debit", "trim_scale(debit)",
                  "credit", "trim_scale(credit)",
                  "balance", "trim_scale(balance)",
                  "amount_currency", "trim_scale(amount_currency)")),
          new Ledger(
              "Apache Fineract",
              schema(
                  """
                  table=ledgers.acc_gl_journal_entry
                  day=entry_date
                  keys=account_id,office_id,type_enum
                  measures=amount
                  codes=currency_code
                  columns=id,transaction_id,reversed,ref_num,created_on_utc
                  """),
              "ledgers.acc_gl_journal_entry",
              "entry_date = DATE '%s'",
              Map.of("amount", "trim_scale(amount)")),
          new Ledger(
              "LedgerSMB",
              schema(
                  """
                  table=ledgers.acc_trans
                  day=transdate
                  keys=chart_id
                  measures=amount
                  column.amount.numeric=38,4
                  columns=entry_id,trans_id,source,cleared,memo,approved
                  """),
              "ledgers.acc_trans",
              "transdate = DATE '%s'",
              Map.of("amount", "trim_scale(amount)")),
          new Ledger(
              "iDempiere",
              schema(
                  """
                  table=ledgers.fact_acct
                  day=dateacct
                  keys=account_id,postingtype
                  measures=amtacctdr,amtacctcr
                  columns=fact_acct_id,datetrx,qty,description
                  column.amtacctdr.numeric=38,2
                  column.amtacctcr.numeric=38,2
                  column.qty.numeric=20,3
                  """),
              "ledgers.fact_acct",
              "dateacct::date = DATE '%s'",
              Map.of(
                  "amtacctdr", "trim_scale(amtacctdr)",
                  "amtacctcr", "trim_scale(amtacctcr)",
                  "qty", "trim_scale(qty)",
                  "fact_acct_id", "trim_scale(fact_acct_id)")),
          new Ledger(
              "GnuCash",
              schema(
                  """
                  query=SELECT s.guid, t.post_date, s.account_guid, s.value_num, s.memo, t.description \\
                    FROM ledgers.splits s JOIN ledgers.transactions t ON t.guid = s.tx_guid \\
                    WHERE s.value_denom = 100
                  day=post_date
                  keys=account_guid
                  measures=value_num
                  measure.value_num.scale=2
                  columns=guid,memo,description
                  """),
              "ledgers.splits s JOIN ledgers.transactions t ON t.guid = s.tx_guid",
              "t.post_date::date = DATE '%s'",
              Map.of(
                  "guid", "s.guid",
                  "description", "t.description",
                  "value_num", "trim_scale(value_num / 100.0)")),
          new Ledger(
              "Blnk",
              schema(
                  """
                  table=ledgers.blnk_transactions
                  day=created_at
                  keys=source,destination
                  measures=amount
                  measure.amount.scale=2
                  codes=currency,status
                  columns=id,transaction_id,scheduled_for,meta_data
                  filter=status <> 'QUEUED'
                  """),
              "ledgers.blnk_transactions",
              "created_at::date = DATE '%s' AND status = 'APPLIED'",
              Map.of("amount", "trim_scale(amount / 100.0)")),
          new Ledger(
              "pgledger",
              schema(
                  """
                  table=ledgers.pgledger_transfers
                  day=event_at
                  day.zone=Europe/Berlin
                  keys=from_account_id,to_account_id
                  measures=amount
                  columns=id,created_at,metadata
                  totals=positive
                  """),
              "ledgers.pgledger_transfers",
              "(event_at AT TIME ZONE 'Europe/Berlin')::date = DATE '%s'",
              Map.of("amount", "trim_scale(amount::numeric)")),
          new Ledger(
              "Kill Bill",
              schema(
                  """
                  table=ledgers.invoice_items
                  day=start_date
                  keys=account_id,currency
                  measures=amount
                  codes=type
                  columns=record_id,id,invoice_id,description,end_date,created_date
                  """),
              "ledgers.invoice_items",
              "start_date = DATE '%s'",
              Map.of("amount", "trim_scale(amount)")));

  private static JournalSchema schema(String properties) {
    return JournalSchema.parse(properties, "a ledger's schema");
  }

  /** Makes all of them, with their content, in a schema {@code ledgers} of a database. */
  static void createAll(PostgresUrl database) {
    try (var script = Ledger.class.getResourceAsStream("ledgers.sql");
        var connection = DriverManager.getConnection(database.jdbcUrl());
        var statement = connection.createStatement()) {
      statement.execute(new String(script.readAllBytes(), UTF_8));
    } catch (SQLException e) {
      throw failed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<LocalDate> days() {
    return DAYS;
  }

  @Override
  public List<List<@Nullable String>> entries(
      PostgresUrl database, LocalDate day, Collection<Column> columns) {
    return texts(database, selected(columns) + fromDay(day));
  }

  @Override
  public List<List<@Nullable String>> groups(PostgresUrl database, LocalDate day) {
    var entries = schema.of(Grain.ENTRY);
    var keys = entries.keys().stream().map(this::expression).collect(joining(", "));
    var sums =
        entries.measures().stream()
            .map(measure -> text("trim_scale(sum(%s))".formatted(expression(measure))))
            .collect(joining(", "));
    return texts(
        database,
        "%s, %s, count(*)::text%s GROUP BY %s"
            .formatted(selected(entries.keys()), sums, fromDay(day), keys));
  }

  private String selected(Collection<Column> columns) {
    return "SELECT "
        + columns.stream().map(column -> text(expression(column))).collect(joining(", "));
  }

  private String fromDay(LocalDate day) {
    return " FROM %s WHERE %s".formatted(from, ofDay.formatted(day));
  }

  private String expression(Column column) {
    return expressions.getOrDefault(column.name(), '"' + column.name() + '"');
  }

  /** As JSON has it, which doesn't depend on a session's settings but for the time zone. */
  private static String text(String expression) {
    return "to_jsonb(%s) #>> '{}'".formatted(expression);
  }

  private static List<List<@Nullable String>> texts(PostgresUrl database, String query) {
    try (var connection = DriverManager.getConnection(database.jdbcUrl());
        var statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      List<List<@Nullable String>> texts = new ArrayList<>();
      try (var rows = statement.executeQuery(query)) {
        while (rows.next()) {
          texts.add(row(rows));
        }
      }
      return texts;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static List<@Nullable String> row(ResultSet rows) throws SQLException {
    List<@Nullable String> row = new ArrayList<>();
    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
      row.add(rows.getString(i));
    }
    return row;
  }

  private static IllegalStateException failed(SQLException e) {
    return new IllegalStateException("a ledger's own SQL failed: " + e.getMessage(), e);
  }

  @Override
  public String toString() {
    return name;
  }
}
