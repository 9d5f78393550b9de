//! Tells Cargo that the migrations are part of the program: a new folder there means a new build.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
