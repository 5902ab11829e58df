package dev.ledgerload.postgres.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameRulesTest {
  @ParameterizedTest
  @CsvSource({
    "DateAcct, 100", "posting_date, 100", "posted_at, 100", "date, 95", "trx_date, 95",
    "transdate, 95", "entryDate, 95", "datetrx, 90", "event_at, 80", "value_date, 80",
    "start_date, 60", "when_date, 50", "created_at, 20", "create_date, 20", "date_maturity, 0",
    "due_date, 0", "updated_at, 0", "end_date, 0", "scheduled_for, 0", "misc, 10"
  })
  void weighsDays(String name, int weight) {
    assertThat(NameRules.weight(NameRules.DAYS, name)).isEqualTo(weight);
  }

  @ParameterizedTest
  @CsvSource({
    "account_id, 100",
    "from_account_id, 100",
    "acc_debit, 100",
    "debitAccount, 100",
    "account_guid, 100",
    "chart_id, 90",
    "gl_code, 90",
    "balance_id, 90",
    "type_enum, 60",
    "account_type, 60",
    "accountant, 0",
    "move_id, 0",
    "balance, 0"
  })
  void weighsKeys(String name, int weight) {
    assertThat(NameRules.weight(NameRules.KEYS, name)).isEqualTo(weight);
  }

  @ParameterizedTest
  @CsvSource({
    "amount, 100",
    "amtAcctDr, 100",
    "debit, 100",
    "amount_currency, 100",
    "balance, 100",
    "value_num, 60",
    "qty, 60",
    "total, 60",
    "amount_id, 0",
    "value_denom, 0",
    "exchange_rate, 0",
    "unit_price, 0",
    "line, 0",
    "id, 0",
    "office_id, 0"
  })
  void weighsMeasures(String name, int weight) {
    assertThat(NameRules.weight(NameRules.MEASURES, name)).isEqualTo(weight);
  }
}
