package dev.ledgerload.loader.copy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlanTest {
  private static Plan plan(String text) {
    return Plan.parse(text.lines().toList());
  }

  @Test
  void isOfTheRootAndNamesTheTables() {
    var plan =
        plan(
            """
            Append  (cost=0.29..1744.10 rows=50010 width=98)
              ->  Index Scan using a_day_idx on public.a gl_1  (cost=0.29..8.30 rows=10 width=98)
                    Output: gl_1.id, gl_1.day
                    Index Cond: (gl_1.day = '2026-03-31'::date)
              ->  Seq Scan on "My books"."B. on c" gl_2  (cost=0.00..1485.80 rows=50000 width=98)
                    Output: gl_2.id, gl_2.day
            """);

    assertThat(plan.cost()).isEqualTo(1744.10);
    assertThat(plan.rows()).isEqualTo(50010);
    assertThat(plan.tables()).containsExactlyInAnyOrder("public.a", "\"My books\".\"B. on c\"");
    assertThat(plan.readsTablesOnly()).isTrue();
    assertThat(plan.readsAllPages()).isFalse();
    assertThat(plan.isParallel()).isFalse();
    assertThat(plan.largestShare()).isBetween(0.99, 1.0);
  }

  @Test
  void isParallelBelowAGather() {
    var plan =
        plan(
            """
            Gather  (cost=1000.00..150000.00 rows=200000 width=98)
              Workers Planned: 2
              ->  Parallel Seq Scan on public.a  (cost=0.00..129000.00 rows=83333 width=98)
            """);

    assertThat(plan.isParallel()).isTrue();
    assertThat(plan.readsTablesOnly()).isFalse();
  }

  @Test
  void readsABitmapByAnIndex() {
    var plan =
        plan(
            """
            Bitmap Heap Scan on public.a  (cost=100.00..15000.00 rows=200000 width=98)
              Recheck Cond: (a.day = '2026-03-31'::date)
              ->  Bitmap Index Scan on a_day_idx  (cost=0.00..90.00 rows=200000 width=0)
            """);

    assertThat(plan.readsTablesOnly()).isTrue();
    assertThat(plan.readsAllPages()).isFalse();
    assertThat(plan.tables()).containsExactly("public.a");
    assertThat(plan.largestShare()).isEqualTo(1);
  }

  @Test
  void doesMoreThanReadTablesWhereOthersAreJoinedOrForeign() {
    var joined =
        plan(
            """
            Hash Join  (cost=100.00..15000.00 rows=200000 width=98)
              ->  Seq Scan on public.a  (cost=0.00..90.00 rows=200000 width=0)
            """);
    var foreign = plan("Foreign Scan on public.f  (cost=100.00..15000.00 rows=20 width=98)");

    assertThat(joined.readsTablesOnly()).isFalse();
    assertThat(foreign.readsTablesOnly()).isFalse();
  }

  @Test
  void saysNothingWhereItIsNotUnderstood() {
    var plan = plan("distribution: full\n• scan\n");

    assertThat(plan.cost()).isZero();
    assertThat(plan.readsTablesOnly()).isFalse();
    assertThat(plan.tables()).isEmpty();
  }
}
