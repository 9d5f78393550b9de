//! What can be wrong with notices to customers.

crate::refusal_codes! {
    NOTICE_OVER = 409,
        "Notice {value} was sent or dropped.",
        "通知 {value} 已发送或已作废。",
        "Write another one, if there is more to say.",
        "如还有内容要说明，请另写一份通知。";
    NOTICE_OPEN = 409,
        "Order {value} has a notice that is open: {notice}.",
        "订单 {value} 有一份未完成的通知：{notice}。",
        "Change that one, or drop it first.",
        "请修改该通知，或先将其作废。";
    NOTICE_NOBODY = 422,
        "Nobody at customer {value} is to get notices.",
        "客户 {value} 没有接收通知的联系人。",
        "Give a contact of the customer a mail address and let them have notices, unless they have stopped them.",
        "请为客户的联系人填写邮箱并设为接收通知；已停止接收的除外。";
    NOTICE_STALE = 409,
        "The notice says {said} for {value}, but {promised} is promised.",
        "通知中 {value} 的日期为 {said}，而承诺日期为 {promised}。",
        "Drop this notice and write another one, or move the promise.",
        "请作废此通知后另写，或调整承诺日期。";
}
