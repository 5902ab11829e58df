package dev.ledgerload.rivals;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/** An entry as Hibernate's users write its class. */
@Entity(name = "Entry")
@Table(name = HibernateEntry.TABLE)
@Immutable
@NullUnmarked // Hibernate sets the fields
class HibernateEntry implements LedgerEntry {
  static final String TABLE = "gl_entries";

  @Id private long id;

  @Column(name = "trx_date")
  private LocalDate trxDate;

  @Column(name = "acc_debit")
  private String accDebit;

  @Column(name = "acc_credit")
  private String accCredit;

  @Column(precision = 18, scale = 2)
  private BigDecimal amount;

  @Column(name = "t_1")
  private String t1;

  @Column(name = "t_2")
  private String t2;

  @Column(name = "t_3")
  private String t3;

  @Column(name = "t_4")
  private String t4;

  @Column(name = "t_5")
  private String t5;

  @Override
  public long id() {
    return id;
  }

  @Override
  public LocalDate trxDate() {
    return trxDate;
  }

  @Override
  public String accDebit() {
    return accDebit;
  }

  @Override
  public String accCredit() {
    return accCredit;
  }

  @Override
  public BigDecimal amount() {
    return amount;
  }

  @Override
  public String t1() {
    return t1;
  }

  @Override
  public String t2() {
    return t2;
  }

  @Override
  public String t3() {
    return t3;
  }

  @Override
  public String t4() {
    return t4;
  }

  @Override
  public String t5() {
    return t5;
  }
}
