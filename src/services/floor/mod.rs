//! What the tablets of the shop floor need: being enrolled, knowing who is at them, and what there is to do.
//!
//! Owns tablets, operators, the word of leads, and what is told to tablets. What is reported is `progress`' business.

mod approvals;
mod calls;
mod devices;
mod facts;
mod let_go;
mod list;
mod me;
mod one;
mod operators;
mod qr;
mod row;
mod shift;
mod silent;

pub(super) use approvals::is_proven;
pub use approvals::{ApprovalView, approve};
pub use calls::{CallBody, CallView, Calls, ToldCall, answer, call, calls};
pub use devices::{
    CentresBody, DeviceView, EnrolBody, EnrolmentBody, EnrolmentView, Invitation, TestedBody, devices, enrol,
    invitation, invite, move_device, revoke, tested,
};
pub use let_go::{AllLetGo, LetGoBody, LetGoView, all_let_go, let_go};
pub use list::{FloorList, FloorListQuery, list};
pub use me::{FloorMe, me};
pub use one::{FloorOperation, Found, FoundQuery, OperationPath, found, operation};
pub use operators::{
    BadgeView, Named, OperatorBody, OperatorView, SignInBody, SignedInView, badge_secret, check_pin,
    make_badge, operators, put_operator, sign_in, sign_out,
};
pub use qr::{lines, svg};
pub use row::FloorRow;
pub use shift::{Shift, ShiftQuery, shift};
pub use silent::{SilentCentre, unconfirmed};
