//! The columns of every sheet, in the order of the contract. Data only.

use super::Column;

/// Required, and a merged cell counts for every row.
const fn key(english: &'static str, chinese: &'static str, aliases: &'static [&'static str]) -> Column {
    Column { english, chinese, aliases, required: true, fills_down: true }
}

/// Required, once a row.
const fn need(english: &'static str, chinese: &'static str, aliases: &'static [&'static str]) -> Column {
    Column { english, chinese, aliases, required: true, fills_down: false }
}

/// Optional, and a merged cell counts for every row.
const fn fill(english: &'static str, chinese: &'static str, aliases: &'static [&'static str]) -> Column {
    Column { english, chinese, aliases, required: false, fills_down: true }
}

/// Optional, once a row.
const fn once(english: &'static str, chinese: &'static str, aliases: &'static [&'static str]) -> Column {
    Column { english, chinese, aliases, required: false, fills_down: false }
}

const ITEM: Column = key(
    "item",
    "物料编码",
    &[
        "item code",
        "part",
        "part number",
        "part no",
        "物料号",
        "物料代码",
        "料号",
        "品号",
        "图号",
        "产品编码",
    ],
);
const QUANTITY: Column =
    need("quantity", "数量", &["qty", "订单数量", "计划数量", "库存数量", "采购数量", "发料数量"]);
const ORDER: Column = key(
    "order",
    "订单号",
    &["sales order", "order no", "order number", "so", "so no", "销售订单号", "订单编号"],
);
const LINE: Column =
    key("line", "行号", &["line no", "line number", "pos", "position", "订单行", "行", "项次", "序号"]);
const OPERATION: Column =
    key("operation", "工序号", &["op", "operation no", "operation number", "工序", "工序序号", "工步"]);
const WORK_ORDER: Column = key(
    "work order",
    "工单号",
    &[
        "wo",
        "mo",
        "work order no",
        "production order",
        "manufacturing order",
        "生产工单号",
        "生产工单",
        "工单编号",
    ],
);
const CUSTOMER: Column =
    key("customer", "客户编号", &["customer no", "customer code", "客户", "客户代码", "客户编码"]);
const CALENDAR: Column = key("calendar", "日历", &["日历名称", "班次日历"]);
const WORK_CENTRE: Column =
    fill("work centre", "工作中心", &["work centre code", "resource", "machine", "设备", "工作中心编码"]);
const SUPPLIER: Column =
    fill("supplier", "供应商编号", &["vendor", "supplier no", "供应商", "供应商编码", "供应商代码"]);
const MOVE_MINUTES: Column = once("move minutes", "转运时间(分)", &["move time"]);
const ORDER_DATE: Column = fill("order date", "下单日期", &["ordered", "订单日期", "采购日期"]);
const REQUESTED_DATE: Column = fill(
    "requested date",
    "客户要求日期",
    &[
        "requested",
        "due",
        "due date",
        "required date",
        "requested delivery date",
        "要求交期",
        "客户交期",
        "需求日期",
    ],
);
const PROMISE_DATE: Column = fill(
    "promise date",
    "承诺交期",
    &["promised", "promised date", "committed date", "confirmed date", "承诺日期", "交期"],
);

/// `column`, but a row may do without.
const fn optional(column: Column) -> Column {
    Column { required: false, ..column }
}

pub(super) const SETTING: &[Column] =
    &[need("key", "键", &["setting", "参数", "项目"]), once("value", "值", &["参数值"])];

pub(super) const CUSTOMERS: &[Column] = &[
    CUSTOMER,
    once("name", "客户名称", &["customer name", "客户简称"]),
    fill("tier", "客户等级", &["class", "等级"]),
    once("language", "语言", &["lang"]),
    once("partial shipments", "允许分批", &["partial", "分批发货"]),
    once("short tolerance %", "短交容差%", &["short tolerance", "短交容差"]),
    once("transit days", "运输天数", &["transit"]),
    fill("carrier calendar", "运输日历", &["carrier"]),
    once("buffer days", "缓冲天数", &["buffer"]),
    once("ship days", "发货日", &["shipping days"]),
    once("ship cutoff", "发货截止", &["cutoff"]),
];

pub(super) const ITEMS: &[Column] = &[
    ITEM,
    once("description", "物料名称", &["name", "item name", "名称", "品名", "产品名称"]),
    once("unit", "单位", &["uom", "计量单位"]),
    fill("group", "物料组", &["item group", "物料类别", "物料分类"]),
    once("source", "来源", &["make or buy", "make/buy", "物料属性", "自制/采购"]),
    once("lead days", "提前期(天)", &["lead time", "lead time days", "采购提前期"]),
    SUPPLIER,
    once("lot minimum", "最小批量", &["minimum lot", "moq", "最小起订量", "最小订货量"]),
    once("lot multiple", "批量倍数", &["lot increment"]),
    once("lot period days", "合批天数", &["lot period"]),
    once("safety stock", "安全库存", &[]),
    once("yield %", "合格率%", &["yield", "合格率", "良率", "良率%"]),
    once("inspection days", "来料检验(天)", &["来料检验", "检验天数"]),
    once("similar item", "类似物料", &["相似物料"]),
    once("similar factor", "类似系数", &["相似系数"]),
];

pub(super) const STOCK: &[Column] = &[
    ITEM,
    QUANTITY,
    fill("status", "库存状态", &["stock status", "状态"]),
    optional(CUSTOMER),
    once("reserved tier", "预留等级", &[]),
    once("expected release", "预计放行日期", &["预计放行"]),
    once("lot", "批号", &["batch", "lot no", "批次", "批次号"]),
];

pub(super) const BOMS: &[Column] = &[
    key("parent", "父项编码", &["parent item", "parent code", "父项", "母件", "母件编码", "父件编码"]),
    key("component", "子项编码", &["component code", "child", "子项", "子件", "子件编码"]),
    need("quantity per", "单位用量", &["qty per", "quantity", "qty", "用量", "数量"]),
    optional(OPERATION),
    fill("valid from", "生效日期", &["生效"]),
    fill("valid to", "失效日期", &["失效"]),
];

pub(super) const ROUTINGS: &[Column] = &[
    ITEM,
    OPERATION,
    once("name", "工序名称", &["operation name", "工序名"]),
    once("kind", "工序类型", &["operation kind", "operation type", "类型"]),
    WORK_CENTRE,
    once("setup minutes", "准备时间(分)", &["setup", "setup time", "准备时间", "准备工时"]),
    once("run minutes", "单件时间(分)", &["run", "run time", "unit time", "单件工时", "加工时间"]),
    once("run basis", "计时方式", &["basis"]),
    once("load size", "每炉数量", &[]),
    once("setup family", "换型族", &["family"]),
    once("transfer batch", "转移批量", &[]),
    once("interruptible", "可中断", &[]),
    once("alternates", "替代工作中心", &["alternate work centres", "替代设备"]),
    MOVE_MINUTES,
    SUPPLIER,
    once("outside days", "外协天数", &["outside lead days"]),
    once("learned factor", "学习系数", &[]),
    once("observations", "观测数", &[]),
];

pub(super) const WORK_CENTRES: &[Column] = &[
    key(
        "work centre",
        "工作中心编码",
        &["work centre code", "resource", "machine", "工作中心", "设备编号", "编码"],
    ),
    once("name", "工作中心名称", &["work centre name", "名称", "设备名称"]),
    CALENDAR,
    once("machines", "机台数", &["machine count", "台数", "设备数"]),
    once("reporting delay hours", "报工延迟(时)", &["reporting delay"]),
    once("last report", "最后报工时间", &["最后报工"]),
    MOVE_MINUTES,
];

pub(super) const CALENDARS: &[Column] = &[
    CALENDAR,
    key("weekdays", "星期", &["days", "weekday", "工作日"]),
    need("from", "开始", &["start", "开始时间", "上班时间"]),
    need("to", "结束", &["end", "结束时间", "下班时间"]),
    fill("holidays", "节假日", &["假日"]),
];

pub(super) const CALENDAR_EXCEPTIONS: &[Column] = &[
    optional(CALENDAR),
    WORK_CENTRE,
    key("date from", "开始日期", &["date", "from date", "日期"]),
    fill("date to", "结束日期", &["to date", "截止日期"]),
    once("from", "开始", &["start", "开始时间"]),
    once("to", "结束", &["end", "结束时间"]),
    key("type", "例外类型", &["kind", "类型"]),
    once("machines", "机台数", &["台数"]),
    once("note", "备注", &["reason", "说明"]),
];

pub(super) const SUPPLIERS: &[Column] = &[
    Column { required: true, ..SUPPLIER },
    once("name", "供应商名称", &["supplier name", "vendor name", "名称"]),
    once("lead days", "提前期(天)", &["lead time", "lead time days", "交货周期"]),
    optional(CALENDAR),
    once("send days", "送货日", &[]),
];

pub(super) const SALES_ORDERS: &[Column] = &[
    ORDER,
    LINE,
    fill("schedule", "排程号", &["schedule line", "交货计划行"]),
    CUSTOMER,
    ITEM,
    QUANTITY,
    once("shipped", "已发数量", &["shipped quantity", "已发货数量", "已交数量"]),
    ORDER_DATE,
    REQUESTED_DATE,
    PROMISE_DATE,
    fill("date basis", "日期基准", &[]),
    fill("ship complete", "整单发货", &["整单交货"]),
    fill("partial shipments", "允许分批", &["partial", "分批发货"]),
    fill("firmness", "确定性", &["订单类型"]),
    fill("customer order", "客户订单号", &["customer po", "客户采购单号", "客户单号"]),
    fill("customer part", "客户料号", &["customer part number", "客户物料号"]),
    once("unit price", "单价", &["price", "含税单价", "价格"]),
    fill("priority", "优先级", &[]),
];

pub(super) const HOLDS: &[Column] = &[
    optional(ORDER),
    optional(LINE),
    optional(WORK_ORDER),
    optional(OPERATION),
    key("kind", "类型", &["type", "hold type", "暂停类型"]),
    fill("milestone", "里程碑", &[]),
    fill("owner", "负责人", &["责任人"]),
    fill("expected release", "预计解除日期", &["预计解除"]),
    fill("released", "已解除日期", &["release date", "解除日期"]),
    fill("blocks", "影响", &[]),
];

pub(super) const WORK_ORDERS: &[Column] = &[
    WORK_ORDER,
    ITEM,
    QUANTITY,
    optional(ORDER),
    optional(LINE),
    once("started quantity", "投产数量", &["started qty"]),
    once("received", "入库数量", &["received quantity", "已入库数量", "完工入库"]),
    fill("due date", "要求完工日期", &["due", "计划完工日期", "完工日期"]),
    fill("released", "下达日期", &["release date", "released date", "开单日期"]),
    fill("status", "工单状态", &["状态"]),
];

pub(super) const PROGRESS: &[Column] = &[
    WORK_ORDER,
    OPERATION,
    once("good", "合格数", &["good quantity", "合格数量", "完工数量"]),
    once("scrap", "报废数", &["scrap quantity", "报废数量"]),
    once("rework", "返工数", &["rework quantity", "返工数量"]),
    once("rework operation", "返工工序", &[]),
    once("status", "工序状态", &["状态"]),
    once("started", "开工时间", &["start", "开始时间"]),
    once("last report", "最后报工时间", &["最后报工"]),
    once("finished", "完工时间", &["end", "finish", "结束时间"]),
    fill("work centre", "工作中心", &["work centre code", "resource", "machine", "设备"]),
    once("sequence", "顺序", &["seq"]),
    once("frozen", "冻结", &[]),
];

pub(super) const ISSUES: &[Column] = &[WORK_ORDER, ITEM, QUANTITY];

pub(super) const PURCHASE_ORDERS: &[Column] = &[
    key("purchase order", "采购单号", &["po", "po no", "purchase order no", "采购订单号", "采购单"]),
    LINE,
    SUPPLIER,
    ITEM,
    QUANTITY,
    once("received", "已收数量", &["received quantity", "已收货数量", "到货数量"]),
    ORDER_DATE,
    fill("confirmed date", "确认交期", &["confirmed", "delivery date", "交期", "到货日期", "预计到货日期"]),
    once("received date", "收货日期", &["receipt date"]),
    optional(ORDER),
    fill("sales line", "销售行号", &["sales order line", "订单行号"]),
    optional(WORK_ORDER),
    optional(OPERATION),
];

pub(super) const SHIPMENTS: &[Column] = &[
    ORDER,
    LINE,
    optional(CUSTOMER),
    optional(ITEM),
    optional(QUANTITY),
    ORDER_DATE,
    REQUESTED_DATE,
    PROMISE_DATE,
    key("shipped date", "发货日期", &["shipped", "ship date", "实际发货日期"]),
];

pub(super) const PRODUCTION: &[Column] = &[
    WORK_ORDER,
    ITEM,
    OPERATION,
    WORK_CENTRE,
    once("good", "合格数", &["good quantity", "合格数量", "完工数量"]),
    once("scrap", "报废数", &["scrap quantity", "报废数量"]),
    need("started", "开工时间", &["start", "开始时间"]),
    need("finished", "完工时间", &["end", "finish", "结束时间"]),
    once("planned minutes", "计划工时(分)", &["计划工时"]),
];
