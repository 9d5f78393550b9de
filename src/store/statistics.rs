//! What SQLite is told about the tables: how many rows share a value of each indexed column.
//!
//! Without that it takes any first column of an index for a choosy one. Ours is nearly always the plant, which all
//! rows share, so it would rather walk through all of them in order than sort the two that are wanted. What it
//! measured itself (`ANALYZE`) would depend on how full the shop was that day. So every shop has the same figures,
//! those of a large one, and the same question is answered the same way in all of them
//! (SQLite's documentation calls this *fixed results of `ANALYZE`*). PostgreSQL keeps its own.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

/// Rows of a table of a large shop.
const ROWS: u64 = 1_000_000;
/// Columns that all rows share.
const SHARED: [&str; 1] = ["plant_id"];
/// Columns with a few values, of which the wanted one is rare: what is open among what is over.
const FEW: [&str; 5] = ["done_at", "kind", "owner_role", "reference_kind", "status"];
/// Rows that share a value of [`FEW`], as a share of all.
const OF_FEW: u64 = 50;
/// As many rows have the same key of any other kind.
const ALIKE: u64 = 10;

/// An index's column, in the order of the index.
#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    of_table: String,
    #[diesel(sql_type = Text)]
    of_index: String,
    #[diesel(sql_type = Bool)]
    is_unique: bool,
    #[diesel(sql_type = Bool)]
    is_partial: bool,
    #[diesel(sql_type = Text)]
    name: String,
}

const COLUMNS: &str = "SELECT t.name AS of_table, i.name AS of_index, i.\"unique\" AS is_unique, \
    i.partial AS is_partial, coalesce(c.name, '') AS name \
    FROM sqlite_schema t, pragma_index_list(t.name) i, pragma_index_info(i.name) c \
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' ORDER BY t.name, i.name, c.seqno";

/// Whether there are any figures yet.
pub(super) fn exist(connection: &mut SqliteConnection) -> QueryResult<bool> {
    let known = "EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1')";
    diesel::select(diesel::dsl::sql::<Bool>(known)).get_result(connection)
}

/// Writes the figures of every index that there is. Connections that are open already keep the old ones.
pub(super) fn write(connection: &mut SqliteConnection) -> QueryResult<()> {
    // The table of figures exists as soon as anything was analysed.
    connection.batch_execute("ANALYZE plants; DELETE FROM sqlite_stat1")?;
    let columns: Vec<Column> = diesel::sql_query(COLUMNS).load(connection)?;
    for index in columns.chunk_by(|a, b| a.of_index == b.of_index) {
        diesel::sql_query("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)")
            .bind::<Text, _>(&index[0].of_table)
            .bind::<Text, _>(&index[0].of_index)
            .bind::<Text, _>(figures(index))
            .execute(connection)?;
    }
    connection.batch_execute("ANALYZE sqlite_schema")
}

/// The rows of an index, then how many of them share its first column, its first two, and so on.
fn figures(index: &[Column]) -> String {
    let whole = index.iter().all(|column| column.is_unique && !column.is_partial);
    let mut rows = if index[0].is_partial { ROWS / OF_FEW } else { ROWS };
    let mut figures = vec![rows.to_string()];
    for (position, column) in (1..).zip(index) {
        let name = column.name.as_str();
        rows = match () {
            () if whole && position == index.len() => 1,
            () if SHARED.contains(&name) => rows,
            () if FEW.contains(&name) => (rows / OF_FEW).max(ALIKE),
            () => ALIKE,
        };
        figures.push(rows.to_string());
    }
    figures.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[derive(QueryableByName)]
    struct Step {
        #[diesel(sql_type = Text)]
        detail: String,
    }

    /// How an empty shop's database would find what `sql` asks for.
    fn steps(sql: &str) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("shop.db");
        Store::migrate(&format!("sqlite://{}", path.display())).expect("it migrates");
        let mut connection = SqliteConnection::establish(&path.to_string_lossy()).expect("it opens");
        let steps: Vec<Step> =
            diesel::sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load(&mut connection).expect("a plan");
        steps.into_iter().map(|step| step.detail).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn the_work_orders_of_a_line_are_looked_up_although_they_are_wanted_in_order() {
        let found = steps(
            "SELECT number, received FROM work_orders WHERE plant_id = 1 AND order_no = 'SO-1' ORDER BY number",
        );
        assert!(found.contains("work_orders_line (plant_id=? AND order_no=?)"), "{found}");
    }

    #[test]
    fn what_is_open_is_found_among_what_is_over() {
        let found = steps(
            "SELECT number, own_routing FROM work_orders WHERE plant_id = 1 AND status = 'open' \
             AND own_routing IS NOT NULL",
        );
        assert!(found.contains("INDEX work_orders_open"), "{found}");
        let found = steps(
            "SELECT order_no, line FROM sales_lines WHERE plant_id = 1 AND status = 'open' ORDER BY order_no",
        );
        assert!(found.contains("sales_lines_status (plant_id=? AND status=?)"), "{found}");
    }

    #[test]
    fn held_quotes_are_read_before_their_lines() {
        let found = steps(
            "SELECT quote_lines.line FROM quote_lines JOIN quotes ON quotes.number = quote_lines.quote \
             AND quotes.plant_id = quote_lines.plant_id WHERE quotes.plant_id = 1 AND quotes.status = 'held'",
        );
        assert!(found.starts_with("SEARCH quotes USING"), "{found}");
    }
}
