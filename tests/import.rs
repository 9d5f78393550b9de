//! Workbooks and CSV folders as shops hand them in, read through the public door.
//!
//! Owns what a whole file must give: how single values are read is tested beside the code.

#[path = "import/contract.rs"]
mod contract;
#[path = "import/faults.rs"]
mod faults;
#[path = "import/happy.rs"]
mod happy;
#[path = "import/hostile.rs"]
mod hostile;
#[path = "import/neutral.rs"]
mod neutral;
#[path = "import/references.rs"]
mod references;
#[path = "import/refused.rs"]
mod refused;
#[path = "import/support.rs"]
mod support;
