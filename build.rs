//! Tells Cargo what besides sources is part of the program: a new migration or another build of the client means a new
//! build.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
    // Cargo builds anew every time for a path that is not there.
    let built = ["shop-floor-client/dist", "shop-floor-client"];
    if let Some(folder) = built.into_iter().find(|folder| std::path::Path::new(folder).is_dir()) {
        println!("cargo:rerun-if-changed={folder}");
    }
}
