//! What is exported and imported again is the same document, in every kind of file and both languages.

#[path = "export/documents.rs"]
mod documents;

use documents::document;
use holdfast::document::{Origin, Sheet, ShopDocument};
use holdfast::export::{CsvFolder, CsvZip, Xlsx, write};
use holdfast::import::{Limits, read, read_bytes};
use holdfast::text::Lang;
use proptest::prelude::*;
use std::io::Cursor;
use std::path::Path;

/// The document without what depends on the file that it came from.
fn plain(mut document: ShopDocument) -> ShopDocument {
    let at = |sheet| Origin { sheet, row: 0 };
    document.titles.clear();
    macro_rules! clear {
        ($($rows:ident $sheet:ident),*) => {
            $(document.$rows.iter_mut().for_each(|row| row.origin = at(Sheet::$sheet));)*
        };
    }
    clear!(
        customers Customers, items Items, stock Stock, boms Boms, routings Routings,
        work_centres WorkCentres, shifts Calendars, calendar_exceptions CalendarExceptions,
        suppliers Suppliers, sales_orders SalesOrders, holds Holds, work_orders WorkOrders,
        progress Progress, issues Issues, purchase_orders PurchaseOrders, shipments Shipments,
        production Production
    );
    document
}

fn xlsx(document: &ShopDocument, lang: Lang) -> ShopDocument {
    let bytes = write(document, Xlsx::new(Vec::new()), lang).unwrap();
    let reading = read_bytes(Path::new("shop.xlsx"), bytes, &Limits::default()).unwrap();
    assert_eq!(reading.faults, [], "{lang:?}");
    reading.document
}

fn zip(document: &ShopDocument, lang: Lang) -> ShopDocument {
    let bytes = write(document, CsvZip::new(Cursor::new(Vec::new())), lang).unwrap().into_inner();
    let reading = read_bytes(Path::new("shop.zip"), bytes, &Limits::default()).unwrap();
    assert_eq!(reading.faults, [], "{lang:?}");
    reading.document
}

fn folder(document: &ShopDocument, lang: Lang) -> ShopDocument {
    let folder = tempfile::tempdir().unwrap();
    write(document, CsvFolder::new(folder.path()).unwrap(), lang).unwrap();
    let reading = read(folder.path(), &Limits::default()).unwrap();
    assert_eq!(reading.faults, [], "{lang:?}");
    reading.document
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_document_comes_back(document in document()) {
        let wanted = plain(document.clone());
        for lang in [Lang::En, Lang::Zh] {
            prop_assert_eq!(&plain(xlsx(&document, lang)), &wanted);
            prop_assert_eq!(&plain(zip(&document, lang)), &wanted);
        }
        prop_assert_eq!(&plain(folder(&document, Lang::En)), &wanted);
    }
}

#[test]
fn the_examples_come_back() {
    for name in ["precision-shop.xlsx", "messy-shop.xlsx"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
        let document = read(&path, &Limits::default()).unwrap().document;
        for lang in [Lang::En, Lang::Zh] {
            assert_eq!(plain(xlsx(&document, lang)), plain(document.clone()), "{name}");
            assert_eq!(plain(zip(&document, lang)), plain(document.clone()), "{name}");
        }
    }
}
