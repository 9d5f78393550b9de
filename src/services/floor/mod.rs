//! What the tablets of the shop floor need: being enrolled, knowing who is at them, and what there is to do.
//!
//! Owns tablets, operators and what is told to tablets. What is reported is `progress`' business.

mod calls;
mod devices;
mod facts;
mod list;
mod me;
mod one;
mod operators;
mod qr;
mod row;
mod shift;
mod silent;

pub use calls::{CallBody, CallView, answer, call, calls};
pub use devices::{
    CentresBody, DeviceView, EnrolBody, EnrolmentBody, EnrolmentView, Invitation, TestedBody, devices, enrol,
    invitation, invite, move_device, revoke, tested,
};
pub use list::{FloorList, FloorListQuery, list};
pub use me::{FloorMe, me};
pub use one::{FloorOperation, Found, FoundQuery, OperationPath, found, operation};
pub use operators::{
    BadgeView, OperatorBody, OperatorView, SignInBody, SignedInView, badge_secret, check_pin, make_badge,
    operators, put_operator, sign_in, sign_out,
};
pub use qr::{lines, svg};
pub use row::FloorRow;
pub use shift::{Shift, ShiftQuery, shift};
pub use silent::{SilentCentre, unconfirmed};
