//! The published order books stay what they are: results measured on them are compared over years.

use example_generator::neutral::{self, Options};
use serde_json::Value;

#[test]
fn a_thousand_orders_are_the_published_ones() {
    assert_eq!(checksum(&book(1)), "1b60aa25e95862cc");
    assert_eq!(checksum(&book(7)), "9986064c8bd55514");
}

#[test]
fn the_first_order_can_be_read() {
    let book = book(1);
    assert_eq!(book["current"], "2026-01-05T00:00:00");
    assert_eq!(book["orders"].as_array().map(Vec::len), Some(1000));
    assert_eq!(book["resources"].as_array().map(Vec::len), Some(20));
    let first = &book["orders"][0];
    assert_eq!((&first["item"], &first["qty"]), (&Value::from("P0063"), &Value::from(25)));
    assert_eq!(first["due"], "2026-03-27T17:00:00");
}

fn book(seed: u64) -> Value {
    neutral::model(&Options { seed, ..Options::new(1000) })
}

/// FNV-1a of the JSON text with sorted keys and no spaces, whatever order the map keeps.
fn checksum(value: &Value) -> String {
    let mut text = String::new();
    write_sorted(value, &mut text);
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

fn write_sorted(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            out.push('{');
            for (i, key) in keys.into_iter().enumerate() {
                out.push_str(if i > 0 { "," } else { "" });
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write_sorted(&map[key], out);
            }
            out.push('}');
        }
        Value::Array(values) => {
            out.push('[');
            for (i, value) in values.iter().enumerate() {
                out.push_str(if i > 0 { "," } else { "" });
                write_sorted(value, out);
            }
            out.push(']');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}
