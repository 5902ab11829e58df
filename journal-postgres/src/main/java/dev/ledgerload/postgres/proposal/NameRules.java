package dev.ledgerload.postgres.proposal;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What columns' names say of what they are there for. Each table is of patterns and weights; of the
 * patterns that fit a whole name, the first counts. Names are compared in lower case, words joined
 * by underscores ({@code entryDate} is {@code entry_date}).
 */
final class NameRules {

  /**
   * A line of a table.
   *
   * @param weight from 0, not at all, to 100, certainly
   */
  record Rule(int weight, Pattern pattern) {}

  private static final String ID = "(_?(id|guid|uuid|code|no|nr|num|number|key|ref))?";

  /** What a column with a date or a moment is of; a booking day from 40 on, rather. */
  static final List<Rule> DAYS =
      List.of(
          rule(
              0,
              ".*(due|matur|expir|schedul|clear|reconcil|updat|modif|write|delet|cancel|void).*"),
          rule(
              0, ".*(archiv|birth|valid|lock|discount|next|last|until|end_?date|entered|enter_).*"),
          rule(20, ".*(creat|insert|record|added|import|sys).*"),
          rule(
              100,
              "date_?acct|acct_?date|accounting_?(date|day)|(posting|booking|book|gl)_?(date|day)"),
          rule(100, "(posted|booked)_?(on|at|date|day)?"),
          rule(
              95,
              "date|day|(trx|trans|transaction|entry|journal|effective|post)_?(date|day|on|at)"),
          rule(90, "date_?trx|effective(_?from)?"),
          rule(80, "(value|event|business|occurred|happened)_?(date|day|on|at|time)"),
          rule(60, "(start|invoice|document|doc|bill|period)_?(date|day)"),
          rule(50, "(.*_)?(date|day|on)|.*date.*"),
          rule(40, "(.*_)?(at|time|timestamp|ts|moment)"),
          rule(10, ".*"));

  /** What entries are grouped by: from 80 on. */
  static final List<Rule> KEYS =
      List.of(
          rule(100, "(.*_)?(account|acct|acc)" + ID),
          rule(
              100,
              "(account|acct|acc)_(debit|credit|dr|cr|from|to|source|destination|src|dst)" + ID),
          rule(90, "(.*_)?(chart(_of_accounts?)?|gl_?code|coa|nominal|ledger|wallet)" + ID),
          rule(90, "balance_(id|guid|uuid|code|key|ref)"),
          rule(
              60, "(.*_)?(type|category|kind|class|product|cost_?cent(er|re))(_?(id|code|enum))?"));

  /** Names of two columns that are keys where both are there: from whom, and to whom. */
  static final List<List<String>> PAIRED_KEYS =
      List.of(
          List.of("source", "destination"),
          List.of("sender", "receiver"),
          List.of("payer", "payee"),
          List.of("debtor", "creditor"),
          List.of("from", "to"),
          List.of("debit", "credit"));

  /** Tables whose rows are accounts, so that a foreign key to them is a key. */
  static final Pattern ACCOUNTS =
      Pattern.compile("(.*_)?(accounts?|charts?(_of_accounts?)?|wallets?|ledgers?|coa)");

  /** What is summed: from 60 on, where there is anything of 100 only that. */
  static final List<Rule> MEASURES =
      List.of(
          rule(0, ".*(_id|_no|_nr|_guid|_key|_code|denom(inator)?|rate|price|percent(age)?|pct)"),
          rule(0, ".*(ratio|factor|precision|scale|version|seq|sequence|line|year|month|period)"),
          rule(100, "(.*_)?(amount|amt|debit|credit|dr|cr|balance)(_.*)?|am(oun)?t.*|.*am(oun)?t"),
          rule(
              60,
              "(.*_)?(value|qty|quantity|total|sum|net|gross|fee|tax|cost|units?|volume)(_.*)?"));

  /** What is counted in whole pieces, though its name may be a measure's. */
  static final Pattern PIECES = Pattern.compile("(.*_)?(qty|quantity|count|units?|volume)(_.*)?");

  /** Which side of the ledger an entry is on: a key where one amount serves both. */
  static final Pattern SIDES =
      Pattern.compile("(.*_)?(side|direction|dr_?cr|cr_?dr|dc|debit_?credit|type_enum|entry_type)");

  /** Which currency amounts are in. */
  static final Pattern CURRENCY =
      Pattern.compile("(.*_)?(currency|ccy|curr)(_?(id|code|guid|iso))?");

  /** Texts for people, of which few are the same. */
  static final Pattern FREE_TEXT =
      Pattern.compile(
          "(.*_)?(description|descr|memo|notes?|comments?|narrative|narration|remarks?|details?|message"
              + "|reason|meta_?data|payload|json|body|raw|xml)(_.*)?");

  /** Texts of few different values. */
  static final Pattern CODES =
      Pattern.compile(
          "(.*_)?(currency|ccy|curr|type|status|state|kind|category|class|iso|method|channel|unit|action)"
              + "(_.*)?|.*type");

  /** What says whether an entry counts. */
  static final Pattern STATES =
      Pattern.compile(
          "(.*_)?(state|status|posted|approved|reversed|void(ed)?|cancell?ed|deleted|draft|active)"
              + "|posting_?type");

  private NameRules() {}

  private static Rule rule(int weight, String pattern) {
    return new Rule(weight, Pattern.compile(pattern));
  }

  /** The weight of a name by a table; 0 if nothing in it fits. */
  static int weight(List<Rule> table, String name) {
    var words = words(name);
    return table.stream()
        .filter(rule -> rule.pattern().matcher(words).matches())
        .findFirst()
        .map(Rule::weight)
        .orElse(0);
  }

  static boolean fits(Pattern pattern, String name) {
    return pattern.matcher(words(name)).matches();
  }

  /** A name in lower case, words joined by underscores. */
  static String words(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
