//! Words of the page of an order.

super::words! {
    /// Words of everything that is said of an order, and of what can be done there.
    OrderWords {
        order: "Order {number}", "订单 {number}";
        your_order: "Your order {number}", "贵司订单 {number}";
        our_number: "our number {number}", "我方单号 {number}";
        ordered: "ordered {day}", "下单 {day}";

        because: "Why", "原因";
        doing: "What we do about it", "我们正在采取的措施";
        next: "You hear from us again by {day}.", "我们将于{day}前再次告知您进展。";
        known: "As of {at}", "信息截至 {at}";
        blind_title: "No recent news from our workshop", "暂无最新进展";
        blind: "We last heard from our workshop about this order {at}. Until we hear again, the day below is our plan, not something we have seen.",
            "车间关于本订单的最近消息为 {at}。在收到新的报工之前，以下日期是我们的计划，尚未经现场确认。";
        times: "All times are {zone}, as at our plant.", "时间均为我方所在地时间（{zone}）。";

        need_title: "What we need from you", "需要贵司配合";
        need_told: "What you have done", "贵司已完成的事项";
        need_by: "Needed by {day}, so that the day can stay.", "请于{day}前完成，以免影响发货日期。";
        need_open: "As soon as this is there we go on.", "完成后我们将立即继续。";
        need_note: "Anything we should know", "补充说明";
        need_go: "This is done", "我方已完成";
        need_said: "You told us {at} that this is done. We check it and go on.", "您已于 {at} 告知完成，我们核对后将继续。";

        way_title: "Progress", "订单进程";
        done: "Done", "已完成";
        done_on: "Done {day}", "{day} 完成";
        done_promised: "Done {day}, promised {promised}", "{day} 完成，承诺 {promised}";
        now: "Under way", "进行中";
        now_by: "Under way, expected {day}", "进行中，预计 {day}";
        ahead: "To come", "未开始";
        ahead_by: "Expected {day}", "预计 {day}";
        needed_by: "Needed by {day}", "请于 {day} 前";
        told_on: "You told us {day}, we check it", "贵司 {day} 已告知，我方核对中";
        late: "Later than planned", "晚于计划";
        late_by: "Later than planned, expected {day}", "晚于计划，预计 {day}";
        late_needed: "Was needed by {day}", "原需 {day} 前";
        percent: "{n} % made", "已完成 {n}%";
        pieces: "{done} of {of} finished", "完工 {done}，共 {of}";
        turn_ours: "It is our turn.", "目前由我方处理。";
        turn_yours: "It is your turn.", "目前等待贵司。";
        turn_carrier: "It is with the carrier.", "目前在承运商处。";

        lines_title: "What you ordered", "订单明细";
        line: "Line {line}", "第 {line} 行";
        your_part: "Your part {part}", "贵司料号 {part}";
        our_item: "our item {item}", "我方料号 {item}";
        quantity: "Quantity", "数量";
        shipped_of: "{shipped} of {quantity} shipped", "已发 {shipped}，共 {quantity}";
        requested: "You asked for {day}", "贵司要求 {day}";
        line_way: "Progress of this line", "本行进程";
        shipments: "What has left", "发货记录";
        note: "Dispatch note {note}", "送货单 {note}";
        left_on: "left {day}", "{day} 发出";
        arrived_on: "arrived {day}", "{day} 送达";
        on_its_way: "on its way", "运输中";
        carrier: "Carrier", "承运商";
        tracking: "Tracking number", "运单号";
        copy: "Copy", "复制";
        copied: "Copied", "已复制";

        history_title: "How the day came about", "交期承诺记录";
        first_said: "First promised: {day}", "首次承诺：{day}";
        promised: "Promised: {day}", "承诺：{day}";
        before_us: "From our order book", "来自既有订单记录";
        moved_later: "Moved from {before} to {day}", "由 {before} 调整为 {day}";
        moved_sooner: "Brought forward from {before} to {day}", "由 {before} 提前至 {day}";
        stayed: "Said again: {day}", "再次确认：{day}";
        taken_back: "{before} no longer held, a new day was open", "{before} 取消，新日期待定";

        do_title: "What you can do here", "您可以";
        ask_title: "Ask us, or say what is wrong", "咨询或反馈问题";
        ask_kind: "What is it?", "类型";
        question: "A question", "咨询";
        complaint: "Something is wrong", "反馈问题";
        ask_text: "Your message", "内容";
        ask_hint: "A person reads it and answers on this page.", "由专人阅读，并在本页面答复。";
        send: "Send", "提交";
        asked_title: "What you asked", "咨询与反馈记录";
        answer_by: "We answer by {at}.", "我们将于 {at} 前答复。";
        our_answer: "Our answer, {at}", "我方答复，{at}";

        change_title: "Ask for a change", "申请变更";
        change_lead: "You see at once what it would mean for the day. Then a person decides and answers. Until then everything stays as it is.",
            "提交后可立即看到对日期的影响估算，随后由专人决定并答复。在此之前一切不变。";
        change_line: "Line", "行";
        change_quantity: "New quantity", "新数量";
        change_date: "New day to ship", "新发货日期";
        change_keep: "Leave empty what stays as it is.", "不变的项目请留空。";
        change_cancel: "Cancel this line", "取消本行";
        change_note: "Anything we should know", "补充说明";
        change_go: "Send and see the estimate", "提交并查看估算";
        changes_title: "Changes you asked for", "变更申请记录";
        wish_quantity: "{quantity} instead", "数量改为 {quantity}";
        wish_date: "ship {day}", "改为 {day} 发货";
        wish_cancel: "cancel it", "取消本行";
        estimate: "Estimate", "估算";
        estimate_day: "It would ship {day}.", "预计 {day} 发货。";
        estimate_fits: "Your request could be met.", "您的要求可以满足。";
        estimate_misses: "That is not quite what you asked for.", "与您的要求略有出入。";
        estimate_none: "We cannot estimate the day right away.", "暂时无法立即估算日期。";
        estimate_caution: "Estimated from our plan at that moment; it is not a promise.", "根据当时的计划计算，不构成承诺。";

        follow_title: "Get mails about this order", "邮件跟踪本订单";
        follow_lead: "We write when the day changes and when it ships. First we send a mail to confirm the address; each mail has a link to stop.",
            "日期变更和发货时我们会写信给您。我们先发送一封确认邮件；每封邮件都附有停止通知的链接。";
        follow_go: "Send me the mail to confirm", "发送确认邮件";

        survey_title: "How did we do?", "请评价我们";
        survey_lead: "It takes half a minute, and a person reads it.", "只需半分钟，由专人阅读。";
        nps: "How likely are you to recommend {company} to others?", "您有多大可能向他人推荐 {company}？";
        nps_low: "not at all", "完全不可能";
        nps_high: "certainly", "非常可能";
        csat: "How satisfied are you with this order?", "您对本次订单的满意程度？";
        csat_low: "not at all", "很不满意";
        csat_high: "very", "非常满意";
        ces: "How easy was it to get what you needed from us?", "与我们合作是否省心？";
        ces_low: "very hard", "很费力";
        ces_high: "very easy", "非常省心";
        comment: "What should we keep, what should we do better?", "哪些做得好，哪些可以改进？";
        survey_done: "You have told us how we did. Thank you.", "您已完成评价，谢谢。";

        papers_title: "Documents", "单据";
        confirmation: "Order confirmation", "订单确认书";
        status: "Status of the order", "订单状态报告";
        packing_slip: "Packing slip {note}", "装箱单 {note}";
        as_pdf: "PDF", "PDF";

        said_question: "Thank you, we have your question.", "谢谢，我们已收到您的咨询。";
        said_complaint: "Thank you for telling us. We are sorry that something is wrong, and look into it.", "感谢反馈。对此给您带来的不便，我们深表歉意，并将立即核查。";
        said_change: "We have your request. Nothing is changed yet: a person looks at it and answers here.", "我们已收到您的变更申请。目前尚未变更，将由专人处理并在此答复。";
        said_milestone: "Thank you. We check it and go on.", "谢谢，我们核对后将继续。";
        said_follow: "Check your inbox: there is a link to confirm the address. Until then we send nothing else.", "请查收邮件并点击链接确认邮箱。在此之前我们不会发送其他邮件。";
        said_survey: "Thank you. That helps us more than you think.", "谢谢，您的意见对我们非常重要。";
    }
}
