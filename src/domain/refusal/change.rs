//! Why a customer's change request is refused.

crate::refusal_codes! {
    CHANGE_OF_NOTHING = 422,
        "This request changes nothing.",
        "该变更申请没有任何变更内容。",
        "Give a quantity, a date, or cancel.",
        "请填写数量、日期，或选择取消。";
    CHANGE_TO_THE_SAME = 422,
        "{field}: the line has {value} already; this request changes nothing.",
        "{field}：订单行已是 {value}，该申请没有任何变更内容。",
        "Give another quantity or another date, or cancel.",
        "请填写其他数量或其他日期，或选择取消。";
    CHANGE_AND_CANCEL = 422,
        "A line can be changed or given up, not both.",
        "同一申请不能既变更又取消。",
        "Leave cancel out, or quantity and date.",
        "请去掉 cancel，或去掉数量和日期。";
    CHANGE_DECIDED = 409,
        "Change request {value} is {status} already.",
        "变更申请 {value} 已{status}。",
        "Enter a new request if something else is wanted now.",
        "如有新的要求，请重新提交申请。";
}
