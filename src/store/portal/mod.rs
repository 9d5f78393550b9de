//! What customers reach and say by themselves. Rows only: who may do what is decided in `services::portal`.

mod access;
mod said;

pub use access::{
    Access, Logo, SignIn, StageTime, access, delivered_since, logo, logo_hash, orders_named,
    orders_of_customer, put_access, put_logo, put_sign_in, put_stage_time, sign_in, sign_ins_since,
    stage_times_of,
};
pub use said::{
    Follower, NewQuestion, Question, Said, Survey, drop_said, followed_by, follower, followers_of,
    insert_question, insert_survey, put_follower, put_followers_out, put_said, put_survey, question,
    questions, said_of, survey, surveys, surveys_of, update_question,
};
