//! Words of the portal's frame and of the pages that lead to an order, or say why there is none.

super::words! {
    /// Words of every page, of the ways in, and of what stands in the way.
    PageWords {
        skip: "Skip to the content", "跳到正文";
        other_language: "中文", "English";
        leave: "Sign out", "退出";
        back_to_orders: "All your orders", "全部订单";
        back_to_order: "Back to the order", "返回订单";
        sending: "Sending…", "正在提交…";
        look_again: "Please look at this again", "请检查以下内容";
        optional: "optional", "选填";

        enter_title: "When does my order ship?", "我的订单何时发货？";
        enter_lead: "Type the order number and its access code.", "请输入订单号和查询码。";
        number: "Order number", "订单号";
        number_hint: "Ours, or your own purchase order number", "我方订单号或贵司采购单号均可";
        code: "Access code", "查询码";
        code_hint: "On the order confirmation, in the box at its end", "见订单确认书末尾的方框";
        enter_go: "Show my order", "查看订单";
        find_title: "Where do I find these?", "在哪里可以找到？";
        find_paper: "Both are in the box at the end of the order confirmation that we sent you.", "两者均印在我方发送的订单确认书末尾的方框内。";
        find_mail: "Our mails about the order have a link that opens it without a code.", "我方发送的订单邮件中附有链接，无需查询码即可打开。";
        find_us: "If you have neither, call or write to us. We gladly send you a new code.", "如两者都没有，请来电或来信，我们会为您重新发送查询码。";
        wrong: "We find no order with this number and this access code. Please compare both with your order confirmation; capitals, spaces and hyphens make no difference.",
            "未找到与此订单号和查询码相符的订单。请与订单确认书核对；大小写、空格和连字符不影响查询。";
        by_mail: "See all your orders with a link by mail", "通过邮件链接查看全部订单";

        sign_in_title: "See all your orders", "查看全部订单";
        sign_in_lead: "Type the mail address we have on file for you. We send you a link that opens the list of your orders; there is no password.",
            "请输入您在我方登记的邮箱。我们会向您发送链接，打开即可查看全部订单，无需密码。";
        mail: "Mail address", "邮箱";
        sign_in_go: "Send me the link", "发送链接";
        by_number: "Open one order with its number and access code", "凭订单号和查询码查看单个订单";
        mail_wrong: "This is no mail address. It looks like name@company.com.", "邮箱格式不正确，应类似 name@company.com。";
        mailed_title: "Check your inbox", "请查收邮件";
        mailed: "If we know {mail}, a link is on its way there. It usually takes less than a minute. Please check the spam folder too.",
            "如 {mail} 已在我方登记，链接将很快送达，通常不超过一分钟。请同时查看垃圾邮件箱。";
        mailed_wrong: "No mail? You may be registered with another address. Call or write to us and we look it up.",
            "没有收到？您登记的可能是其他邮箱，请来电或来信，我们为您查询。";

        orders_title: "Your orders", "您的订单";
        orders_lead: "Signed in as {mail}", "已登录：{mail}";
        orders_none: "There is no order to show at the moment. New orders appear here when we have confirmed them.",
            "目前没有可显示的订单。新订单在我方确认后会显示在这里。";
        orders_open: "Open", "进行中";
        orders_over: "Done", "已完成";

        follow_ask_title: "Get mails about order {number}?", "接收订单 {number} 的邮件通知？";
        follow_ask: "We would write to {mail} when the day changes, when the order reaches a milestone and when it ships.",
            "当日期变更、订单到达重要节点以及发货时，我们会写信至 {mail}。";
        follow_ask_go: "Yes, write to me", "确认接收";
        follow_done_title: "You get our mails", "已开启邮件通知";
        follow_done: "We write to {mail} when there is news about order {number}. Each mail has a link that stops them.",
            "订单 {number} 有新消息时，我们会写信至 {mail}。每封邮件都附有停止通知的链接。";
        open_order: "Open the order", "查看订单";
        follow_stop_go: "Stop these mails", "停止通知";
        follow_stopped_title: "You get no more of these mails", "已停止邮件通知";
        follow_stopped: "We do not write to {mail} about order {number} any more.",
            "我们不再就订单 {number} 写信至 {mail}。";

        over_title: "This link is no longer good", "此链接已失效";
        over: "Links are good for a while and then end, so that an old mail gives nothing away. Your order is fine. Use the link of our newest mail, or the order number and access code.",
            "为保护您的信息，链接只在一段时间内有效，您的订单不受影响。请使用最新邮件中的链接，或凭订单号和查询码查询。";
        unsent: "What you wrote was not sent. Copy it before you go on:", "您填写的内容尚未提交，请先复制保存：";
        elsewhere_title: "We could not take this", "无法接收此内容";
        elsewhere: "It came from a page that is not ours, so we took nothing. Open your order and send it from there.",
            "该内容并非来自我方页面，因此未予接收。请打开您的订单，从订单页面提交。";
        too_large_title: "This is too long", "内容过长";
        too_large: "A text can have 2,000 characters here. Go back in your browser: what you wrote is still there. Make it shorter, or send us the rest by mail.",
            "此处每项内容最多 2000 个字符。请返回上一页，您填写的内容仍在。请精简内容，其余部分可通过邮件发送。";
        too_many_title: "Please try again in {wait}", "请在 {wait}后重试";
        too_many: "There were many tries in a short time, so we wait a moment before the next one. Your order is safe, and nothing is locked: a link from one of our mails works at once.",
            "短时间内尝试次数较多，请稍候再试。您的订单不受影响，也不会被锁定：我方邮件中的链接随时可用。";
        wait_seconds_one: "a second", "1 秒";
        wait_seconds: "{n} seconds", "{n} 秒";
        wait_minutes_one: "a minute", "1 分钟";
        wait_minutes: "{n} minutes", "{n} 分钟";
        try_again: "Try again", "重试";
        off_title: "Orders can’t be looked up here at the moment", "暂时无法在此查询订单";
        off: "Please call or write to us. We gladly tell you how your order stands.", "请来电或来信，我们很乐意告知您订单的进展。";
        missing_title: "There is no such page", "页面不存在";
        missing: "The address may be incomplete, or the page belongs to another order. Open your order with its number and access code.",
            "网址可能不完整，或该页面属于其他订单。请凭订单号和查询码查看您的订单。";
        broken_title: "Something went wrong on our side", "我方系统出现问题";
        broken: "It is not your doing, and your order is not affected. Please try again in a minute. If you sent something, look at the order first: it may have arrived.",
            "这与您的操作无关，您的订单不受影响。请稍后再试。如您刚提交了内容，请先查看订单，可能已经收到。";
        to_enter: "Open an order", "查询订单";
        contact: "Talk to us", "联系我们";
        phone: "Phone", "电话";
        write: "Mail", "邮箱";
        address: "Address", "地址";
    }
}
