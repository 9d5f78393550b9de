// What the page says, in both languages. Both have the same keys: the stories in tests/e2e hold them to it.

/** @param {number} count @param {string} one @param {string} many */
const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

const en = {
  skip: 'Skip to the board', tablets: 'Tablets', signOut: 'Sign out', other: '中文',
  offlineTitle: 'The server cannot be reached.',
  offline: 'What you see may be old. It is tried again every few seconds; nothing is lost.',
  live: 'live', waiting: 'not connected', paused: 'paused', pause: 'Pause the demo', goOn: 'Let the demo go on',
  pausedTitle: 'The demo is paused.', pausedText: 'Plant time stands, and nobody in the shop does anything.',
  doorTitle: 'The date that every order really ships',
  doorLead: 'Sign in to see all open lines with their dates, and why each of them ships when it does.',
  name: 'Name', password: 'Password', signIn: 'Sign in', signingIn: 'Signing in …', failed: 'That did not work.',
  ended: 'You have been signed out. Sign in again to go on.',
  /** @param {number} n */
  titleUnlikely: n => `${counted(n, 'promise', 'promises')} will probably be missed`,
  /** @param {number} n */
  titleMissed: n => `${counted(n, 'promise is', 'promises are')} missed`,
  /** @param {number} n */
  titleAtRisk: n => `${counted(n, 'promise is', 'promises are')} at risk`,
  titleLikely: 'Every promise will probably be kept',
  /** @param {number} n */
  titleLate: n => `${counted(n, 'promise', 'promises')} late as planned`,
  titleOnPlan: 'As planned, every promise is kept', titleNone: 'Nothing to ship', titleOpen: 'No promises yet',
  /** @param {number} missed @param {number} all */
  addsUp: (missed, all) => `All odds together come to about ${missed} of ${all} promises missed.`,
  /** @param {number} n */
  over: n => `${counted(n, 'more is', 'more are')} missed already.`,
  /** @param {number} n */
  onPlan: n => `By the plan alone, where everything takes its usual time, it would be ${n}.`,
  noOdds: 'This is the plan alone, where everything takes its usual time: no futures have been played yet.',
  /** @param {number} n */
  undated: n => `${counted(n, 'line has', 'lines have')} no date.`,
  which: 'Which lines are shown', lines: 'open lines', unlikely: 'probably missed', atRisk: 'at risk', late: 'late as planned',
  unpromised: 'without a promise',
  meansUnlikely: 'On-time probability below 50\u00a0%.',
  meansLate: 'Planned for a day after the promised one.',
  /** @param {string} tiers */
  meansAtRisk: tiers => `On-time probability of 50\u00a0% or more, but below what the tier of the customer asks for: ${tiers}.`,
  meansNone: 'Nobody has been promised a day.',
  find: 'Find an order, customer or item', board: 'Open lines',
  line: 'Line', item: 'Item', open: 'Open', promise: 'Promise', forecast: 'Planned', ships: 'Ships', arrives: 'Arrives',
  atCustomer: 'at the customer', onTime: 'On time', waits: 'Longest part ahead',
  /** @param {string} day */
  was: day => `was ${day}`,
  /** @param {number} n */
  changed: n => `${counted(n, 'planned date has', 'planned dates have')} changed`,
  more: 'Show more lines', loading: 'Reading the board …',
  emptyTitle: 'There are no open order lines',
  empty: 'They appear here as soon as there are some, with their dates. There are two ways:',
  emptyImport: 'bring the shop in from a workbook, on the machine where the server runs:',
  emptyEnter: 'or enter customers, items and orders over the API.',
  /** @param {number} n */
  nothing: n => `None of the ${counted(n, 'line', 'lines')} read so far fits.`,
  noneSo: 'There is no such line.',
  clear: 'Show all lines',
  errorTitle: 'The board cannot be shown', error: 'The server did not say why.', again: 'Try again',
  /** @param {number} n */
  daysLate: n => `${n} d late`,
  /** @param {number} n */
  daysEarly: n => `${n} d early`,
  onTheDay: 'on the day', noPromise: 'no promise', noDate: 'no date', missed: 'missed', byPlan: 'as planned',
  /** @param {string} days */
  planned: days => `plan: ${days}`,
  /** @param {string} line */
  why: line => `Why ${line} has its date`,
  close: 'Close', reading: 'Reading the explanation …', unexplained: 'The explanation cannot be shown.',
  gone: 'This line is no longer open: it has left or was taken back.',
  noWay: 'There is no date, so there is nothing that adds up to one.',
  ordered: 'Order entered', past: 'Until now', ahead: 'From now on', now: 'now', transit: 'On the way to the customer',
  transitText: 'as long as it is set for this customer',
  /** @param {string} d */
  closed: d => `${d} of it closed`,
  /** @param {string} d */
  setup: d => `${d} setting up`,
  totals: 'Together',
  /** @param {string} line */
  together: line => `It leaves together with ${line}, which is ready last.`,
  /** @param {string} line */
  leavesWith: line => `leaves with ${line}, ready last`,
  howSure: 'How sure that is',
  /** @param {string} share @param {string} day */
  sureBy: (share, day) => `${share} by ${day}`,
  isOver: 'The promised day is over.',
  /** @param {string} share @param {string} enough */
  promiseKept: (share, enough) => `The promise is kept in ${share} of all futures that were played. The tier of the customer asks for ${enough}.`,
  /** @param {string} share */
  surely: share => `${share} sure by`,
  help: 'What would help',
  helpLead: 'Tries overtime, other machines, smaller lots, purchases and going first, over the same futures, and says whom each would cost. Nothing is stored.',
  helpTry: 'Try it out', trying: 'Trying … this takes some seconds.', helpFailed: 'It could not be tried.',
  /** @param {string} before @param {string} after */
  inTime: (before, after) => `in time ${before} → ${after}`,
  /** @param {string} day */
  restLater: day => `The rest follows by ${day}, 80 % sure.`,
  costsNobody: 'Costs nobody else.', howTo: 'How to do it',
  /** @param {string} line @param {string} before @param {string} after */
  hurts: (line, before, after) => `hurts ${line}: ${before} → ${after}`,
  /** @param {string} line @param {string} before @param {string} after */
  loses: (line, before, after) => `${line} loses a little: ${before} → ${after}`,
  /** @param {string} line @param {string} before @param {string} after */
  alsoHelps: (line, before, after) => `helps ${line} too: ${before} → ${after}`,
  rests: 'What the date rests on',
  serves: 'What serves it',
  sooner: 'What would make it surer',
  calls: {
    /** @param {number} n */
    title: n => counted(n, 'call for help', 'calls for help'),
    none: 'Nobody is calling for help', noneText: 'A call from a tablet shows here at once.',
    /** @param {string} what @param {string} where */
    at: (what, where) => `${what} at ${where}`,
    /** @param {string} name */
    tablet: name => `tablet ${name}`,
    /** @param {string} time */
    since: time => `since ${time}`,
    justNow: 'just now', answer: 'Answered', answering: 'Saying so …',
    /** @param {string} call */
    answerTo: call => `Answered: ${call}`,
    /** @param {string} call */
    news: call => `Call for help: ${call}.`,
    /** @param {string} call */
    answered: call => `Answered: ${call}.`,
    /** @param {number} n */
    all: n => `Show all ${n}`,
    fewer: 'Show fewer', failed: 'That was not stored: the server cannot be reached. Try again.',
  },
  tones: { work: 'work', wait: 'queue', material: 'material', closed: 'closed', hold: 'held up', away: 'moving, outside, leaving' },
  asOf: 'As planned', plantTime: 'plant time',
  clients: 'Where everybody works', floor: 'Shop floor', portal: 'Customer portal', office: 'Office',
  floorText: 'Tablets: what is next at a machine, start, report, stop.',
  portalText: 'Customers: their own orders, dates and what moved them.',
  officeText: 'Sales, planning, purchasing: quotes, promises, needs.',
  later: 'not built yet',
  tryApi: 'Try the API', tryApiText: 'Everything a shop does can be done here today.',
  /** @param {string} n */
  days: n => `${n} d`,
  /** @param {string} n */
  hours: n => `${n} h`,
  /** @param {string} n */
  minutes: n => `${n} min`,
  refusedTitle: 'The board is not part of your role',
  /** @param {string} who @param {string} roles */
  refused: (who, roles) => `You are signed in as ${who} (${roles}). The board shows customers’ orders, and your role does not read those.`,
  refusedWork: 'Your own lists, what is next at each work centre, are on the tablets of the shop floor:',
  refusedAsk: 'If you need the board, an administrator can give you a role that reads orders: sales, planner, purchasing or dispatch.',
  workList: 'dispatch list of a work centre', asOther: 'Sign in as somebody else',
  noRole: 'no role',
  roles: { sales: 'sales', planner: 'planner', purchasing: 'purchasing', 'floor-lead': 'floor lead', operator: 'operator',
    quality: 'quality', dispatch: 'dispatch', admin: 'administrator' },
};

/** @type {typeof en} */
const zh = {
  tablets: '平板', skip: '跳到看板', signOut: '退出', other: 'English',
  offlineTitle: '无法连接服务器。',
  offline: '所示内容可能已过时。系统每隔几秒自动重试，数据不会丢失。',
  live: '实时', waiting: '未连接', paused: '已暂停', pause: '暂停演示', goOn: '继续演示',
  pausedTitle: '演示已暂停。', pausedText: '工厂时间停住，工厂里没有人在工作。',
  doorTitle: '每张订单真正能发货的日期',
  doorLead: '登录后可查看全部未结订单行的日期，以及每一行为什么是这个日期。',
  name: '用户名', password: '密码', signIn: '登录', signingIn: '正在登录……', failed: '登录未成功。',
  ended: '您已退出登录，请重新登录后继续。',
  titleUnlikely: n => `${n} 个承诺很可能延误`,
  titleMissed: n => `${n} 个承诺已延误`,
  titleAtRisk: n => `${n} 个承诺有风险`,
  titleLikely: '所有承诺都很可能兑现',
  titleLate: n => `按计划有 ${n} 个承诺延误`,
  titleOnPlan: '按计划所有承诺都能兑现', titleNone: '没有要发的货', titleOpen: '尚无承诺',
  addsUp: (missed, all) => `全部概率合计，${all} 个承诺中约有 ${missed} 个延误。`,
  over: n => `另有 ${n} 个已经延误。`,
  onPlan: n => `若只看计划（一切按通常用时），则为 ${n} 个。`,
  noOdds: '这只是计划（一切按通常用时），尚未推演未来情景。',
  undated: n => `${n} 个订单行无日期。`,
  which: '显示哪些订单行', lines: '未结行', unlikely: '很可能延误', atRisk: '有风险', late: '按计划延误',
  unpromised: '未承诺',
  meansUnlikely: '准时概率低于 50\u00a0%。',
  meansLate: '计划日期晚于承诺日期。',
  meansAtRisk: tiers => `准时概率不低于 50\u00a0%，但低于客户等级的要求：${tiers}。`,
  meansNone: '尚未向任何人承诺日期。',
  find: '查找订单、客户或物料', board: '未结订单行',
  line: '订单行', item: '物料', open: '未发', promise: '承诺', forecast: '计划', ships: '发货', arrives: '到货',
  atCustomer: '到客户处', onTime: '准时概率', waits: '今后耗时最长',
  was: day => `原为${day}`,
  changed: n => `${n} 个计划日期有变化`,
  more: '显示更多订单行', loading: '正在读取看板……',
  emptyTitle: '没有未结订单行',
  empty: '一有订单行，就会连同日期显示在这里。有两种办法：',
  emptyImport: '在服务器所在的机器上，从工作簿导入：',
  emptyEnter: '或者通过接口录入客户、物料和订单。',
  nothing: n => `已读取的 ${n} 个订单行中没有符合的。`,
  noneSo: '没有这样的订单行。',
  clear: '显示全部订单行',
  errorTitle: '无法显示看板', error: '服务器没有说明原因。', again: '重试',
  daysLate: n => `晚 ${n} 天`,
  daysEarly: n => `早 ${n} 天`,
  onTheDay: '当天', noPromise: '未承诺', noDate: '无日期', missed: '已延误', byPlan: '按计划',
  planned: days => `计划：${days}`,
  why: line => `${line} 的日期从何而来`,
  close: '关闭', reading: '正在读取原因……', unexplained: '无法显示原因。',
  gone: '此订单行已不再未结：已发货或已撤销。',
  noWay: '没有日期，也就没有可以相加的时段。',
  ordered: '下单', past: '到现在为止', ahead: '从现在起', now: '现在', transit: '运往客户途中',
  transitText: '按为该客户设定的运输天数',
  closed: d => `其中停班 ${d}`,
  setup: d => `准备 ${d}`,
  totals: '合计',
  together: line => `与最后备齐的 ${line} 一起发货。`,
  leavesWith: line => `与最后备齐的 ${line} 同发`,
  howSure: '有多大把握',
  sureBy: (share, day) => `${share} 把握：${day}`,
  isOver: '承诺日期已过。',
  promiseKept: (share, enough) => `在推演的全部未来情景中，有 ${share} 能兑现承诺。该客户等级要求 ${enough}。`,
  surely: share => `${share} 把握的日期`,
  help: '怎样能帮上忙',
  helpLead: '在同样的未来情景中试算加班、换机台、拆批、采购和优先加工，并说明各自会影响谁。不存储任何内容。',
  helpTry: '试算', trying: '正在试算……需要几秒钟。', helpFailed: '无法试算。',
  inTime: (before, after) => `按期概率 ${before} → ${after}`,
  restLater: day => `其余部分 ${day} 前发出（80 % 把握）。`,
  costsNobody: '不影响他人。', howTo: '如何执行',
  hurts: (line, before, after) => `损害 ${line}：${before} → ${after}`,
  loses: (line, before, after) => `${line} 略受影响：${before} → ${after}`,
  alsoHelps: (line, before, after) => `也有利于 ${line}：${before} → ${after}`,
  rests: '日期的依据',
  serves: '由什么供应',
  sooner: '怎样更可靠',
  calls: {
    title: n => `${n} 个求助呼叫`,
    none: '没有人呼叫求助', noneText: '平板发出的呼叫会立即显示在这里。',
    at: (what, where) => `${where} 呼叫${what}`,
    tablet: name => `平板 ${name}`,
    since: time => `${time} 起`,
    justNow: '刚刚', answer: '已到场', answering: '正在记录……',
    answerTo: call => `已到场：${call}`,
    news: call => `求助：${call}。`,
    answered: call => `已到场：${call}。`,
    all: n => `显示全部 ${n} 个`,
    fewer: '收起', failed: '未能保存：无法连接服务器，请重试。',
  },
  tones: { work: '加工', wait: '排队', material: '待料', closed: '停班', hold: '暂停', away: '转运、外协、发货' },
  asOf: '计划时点', plantTime: '工厂时间',
  clients: '各个界面', floor: '车间', portal: '客户门户', office: '办公室',
  floorText: '平板：机台下一项工作、开工、报工、停工。',
  portalText: '客户：自己的订单、日期和变动原因。',
  officeText: '销售、计划、采购：报价、承诺、需求。',
  later: '尚未开发',
  tryApi: '试用接口', tryApiText: '工厂要做的一切，现在都可以在这里完成。',
  days: n => `${n} 天`,
  hours: n => `${n} 小时`,
  minutes: n => `${n} 分钟`,
  refusedTitle: '您的角色不包含看板',
  refused: (who, roles) => `您以 ${who}（${roles}）的身份登录。看板显示客户订单，而您的角色不能查看订单。`,
  refusedWork: '您自己的清单，即各工作中心的下一项工作，在车间平板上：',
  refusedAsk: '如果您需要看板，请管理员授予可查看订单的角色：销售、计划员、采购或发货员。',
  workList: '工作中心的派工单', asOther: '换一个用户登录',
  noRole: '无角色',
  roles: { sales: '销售', planner: '计划员', purchasing: '采购', 'floor-lead': '班组长', operator: '操作工',
    quality: '质检', dispatch: '发货员', admin: '管理员' },
};

export const WORDS = { en, zh };
