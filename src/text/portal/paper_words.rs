//! Words of the portal's papers: order confirmation, status, packing slip.

super::words! {
    /// Words of what is printed or kept as PDF.
    PaperWords {
        confirmation: "Order confirmation", "订单确认书";
        status: "Status of the order", "订单状态报告";
        packing_slip: "Packing slip", "装箱单";
        order: "Order number", "订单号";
        your_order: "Your order", "贵司订单";
        customer: "Customer", "客户";
        ordered: "Ordered", "下单日期";
        as_of: "As of", "截至";
        note: "Dispatch note", "送货单";
        left: "Left", "发货日期";
        arrived: "Arrived", "送达日期";
        carrier: "Carrier", "承运商";
        tracking: "Tracking number", "运单号";
        line: "Line", "行";
        part: "Part", "料号";
        description: "Description", "名称";
        quantity: "Quantity", "数量";
        shipped: "Shipped", "已发";
        ships: "Ships", "发货日期";
        promised: "Promised", "承诺发货日期";
        answer: "When it ships", "发货情况";
        milestone: "Milestone", "节点";
        standing: "Standing", "状态";
        arrives: "arrives {day}", "{day} 送达";
        open: "not set yet", "待定";
        cancelled: "cancelled", "已取消";
        access_title: "See at any time when it ships", "随时查询发货日期";
        access: "Open the address, or scan the code, and type the access code.", "打开网址或扫描二维码，输入查询码即可。";
        code: "Access code", "查询码";
        caution: "Treat the access code like a key: whoever has it sees this order.", "请妥善保管查询码：持有者均可查看本订单。";
        thanks: "Thank you for your order.", "感谢贵司的订单。";
        page: "{page} of {pages}", "第 {page} 页，共 {pages} 页";
        print: "Print", "打印";
        as_pdf: "Save as PDF", "保存为 PDF";
    }
}
