//! Rows and queries of the shop floor: tablets, operators, calls for help, the word of leads, what was let go.

mod approvals;
mod calls;
mod devices;
mod let_go;
mod list;
mod operators;

pub use approvals::{Approval, add_approval, take_approval};
pub use calls::{Call, call, calls, put_call};
pub use devices::{
    Device, Enrolment, add_enrolment, device, device_of, devices, enrolment, put_device, take_enrolment,
};
pub use let_go::{LetGo, add_let_go, all_let_go, let_go};
pub use list::{ForWhom, asked_for, for_whom, in_hand, operations_of_orders, own_parts};
pub use operators::{
    Operator, SignIn, add_sign_in, end_sign_in, end_sign_ins_at, end_sign_ins_of, operator,
    operator_of_badge, operators, pseudonym_key, put_operator, put_pseudonym_key, signed_in,
};
